import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { ExportFormat } from '../../../shared/models/transfer.ts'
import { type FiledMail, withLf } from './mail-file.ts'
import { maildirName } from './maildir-name.ts'
import { type MboxDialect, toMbox } from './write-mbox.ts'

/** Where exported mails go. */
export interface MailWriter {
  write(mail: FiledMail, subject: string): Promise<void>
  /** Everything is on the disk then, under its name. */
  close(): Promise<void>
  /** Takes away what is half done. */
  abandon(): Promise<void>
}

/** @param path a file for a dialect of mbox, else a folder, which is made where there is none. */
export async function openWriter(format: ExportFormat, path: string): Promise<MailWriter> {
  if (format === 'eml') return writeEmls(path)
  if (format === 'maildir') return writeMaildir(path)
  return writeMbox(path, format)
}

async function writeMbox(path: string, dialect: MboxDialect): Promise<MailWriter> {
  const part = `${path}.part`
  const out: WriteStream = createWriteStream(part)
  const ended = finished(out)
  // Told by `close`, or by the write that waits.
  ended.catch(() => {})
  return {
    async write(mail) {
      if (!out.write(toMbox(mail, dialect))) await Promise.race([once(out, 'drain'), ended])
    },
    async close() {
      out.end()
      await ended
      await rename(part, path)
    },
    async abandon() {
      out.destroy()
      await ended.catch(() => {})
      await rm(part, { force: true })
    },
  }
}

async function writeEmls(folder: string): Promise<MailWriter> {
  const made = await mkdir(folder, { recursive: true })
  // Windows and macOS take "Figs" and "figs" for one name. What is there already stays.
  const names = new Set((await readdir(folder)).map(sameName))
  const written: string[] = []
  return {
    async write({ source, receivedAt }, subject) {
      const day = new Date(receivedAt ?? 0).toISOString().slice(0, 10)
      const said = subject
        .normalize()
        .replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '_')
        .trim()
      const base = `${day} ${beginning(said, 200)}`.trim().replace(/[. ]+$/, '')
      let name = `${base}.eml`
      for (let n = 2; names.has(sameName(name)); n++) name = `${base} (${n}).eml`
      names.add(sameName(name))
      const path = join(folder, name)
      const file = await open(path, 'wx')
      // Only what was made here is taken away again.
      written.push(path)
      await file.writeFile(source).finally(() => file.close())
    },
    async close() {},
    abandon: () => takeAway(written, made),
  }
}

const sameName = (name: string) => name.normalize().toLowerCase()

/** Its first 60 letters, of at most so many bytes: no name is longer than 255. */
function beginning(text: string, bytes: number): string {
  let letters = [...text].slice(0, 60)
  while (Buffer.byteLength(letters.join('')) > bytes) letters = letters.slice(0, -1)
  return letters.join('')
}

/** @param made the topmost folder that was made for them, if any was. */
async function takeAway(written: readonly string[], made: string | undefined): Promise<void> {
  if (made !== undefined) await rm(made, { recursive: true, force: true })
  else for (const path of written) await rm(path, { force: true })
}

async function writeMaildir(folder: string): Promise<MailWriter> {
  const made = await mkdir(folder, { recursive: true })
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part), { recursive: true })
  const written: string[] = []
  const separator = process.platform === 'win32' ? ';' : ':'
  const run = randomBytes(8).toString('hex')
  let count = 0
  return {
    async write({ source, receivedAt, flags }) {
      count += 1
      const unique = `${Math.floor((receivedAt ?? 0) / 1000)}.R${run}Q${count}.curtain`
      const unread = join(folder, 'tmp', unique)
      const read = join(folder, 'cur', maildirName(unique, flags, separator))
      written.push(unread, read)
      await writeFile(unread, withLf(source), { flag: 'wx' })
      await rename(unread, read)
    },
    async close() {},
    abandon: () => takeAway(written, made),
  }
}
