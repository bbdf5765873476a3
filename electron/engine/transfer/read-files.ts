import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readHeaders } from '../parse/read-headers.ts'
import { type FiledMail, withCrlf } from './mail-file.ts'
import { flagsFromName } from './maildir-name.ts'
import { readMbox } from './read-mbox.ts'
import { receivedAt } from './received-at.ts'

/** Read at once out of an mbox file: joining many small pieces of a large mail would take for ever. */
const CHUNK = 8 * 1024 * 1024

interface MailFile {
  path: string
  bytes: number
  isMbox: boolean
  flags: string[]
}

export interface MailFiles {
  /** Bytes of all of them. */
  total: number
  /** null: one that is too large or could not be read. `read` is called with the bytes of each piece. */
  mails(read: (bytes: number) => void): AsyncGenerator<FiledMail | null>
}

/**
 * The mails in files: .eml and mbox files, told apart by how they begin, a Maildir, or a folder of such files.
 *
 * @param largest bytes of one mail.
 */
export async function openMailFiles(paths: readonly string[], largest: number): Promise<MailFiles> {
  const files: MailFile[] = []
  for (const path of paths) files.push(...(await listFiles(path)))
  return {
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    async *mails(read) {
      for (const file of files)
        yield* file.isMbox ? readBox(file, largest, read) : readOne(file, largest, read)
    },
  }
}

async function listFiles(path: string): Promise<MailFile[]> {
  const about = await stat(path)
  if (!about.isDirectory()) return [await look(path, [])]
  const entries = await readdir(path, { withFileTypes: true })
  const isMaildir = ['cur', 'new'].every((name) =>
    entries.some((one) => one.isDirectory() && one.name === name),
  )
  if (isMaildir)
    return (await Promise.all(['cur', 'new'].map((name) => listMaildir(join(path, name))))).flat()
  const files: MailFile[] = []
  // One after the other: a system lends few thousand open files.
  for (const { name } of entries.filter(
    (entry) => entry.isFile() && /\.(?:eml|mbox|mbx)$/i.test(entry.name),
  )) {
    const unreadable = { path: join(path, name), bytes: 0, isMbox: false, flags: [] }
    files.push(await look(join(path, name), []).catch(() => unreadable))
  }
  return files
}

async function listMaildir(folder: string): Promise<MailFile[]> {
  const files: MailFile[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const flags = flagsFromName(entry.name)
    if (!entry.isFile() || entry.name.startsWith('.') || flags === null) continue
    const path = join(folder, entry.name)
    files.push({ path, bytes: (await stat(path)).size, isMbox: false, flags })
  }
  return files
}

async function look(path: string, flags: string[]): Promise<MailFile> {
  const file = await open(path)
  try {
    const { size: bytes } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0)
    return { path, bytes, isMbox: buffer.toString('latin1', 0, bytesRead) === 'From ', flags }
  } finally {
    await file.close()
  }
}

async function* readBox(
  { path }: MailFile,
  largest: number,
  read: (bytes: number) => void,
): AsyncGenerator<FiledMail | null> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
      read(chunk.length)
      yield chunk
    }
  }
  try {
    yield* readMbox(chunks(), largest)
  } catch {
    yield null
  }
}

async function* readOne(
  { path, bytes, flags }: MailFile,
  largest: number,
  read: (bytes: number) => void,
): AsyncGenerator<FiledMail | null> {
  read(bytes)
  if (bytes > largest) {
    yield null
    return
  }
  const file = await readFile(path).catch(() => null)
  if (file === null) {
    yield null
    return
  }
  const source = withCrlf(file)
  const { headers } = readHeaders(source, 0, source.length)
  yield headers.length === 0 ? null : { source, receivedAt: receivedAt(headers), flags }
}
