import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
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
  const names = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
  const written: string[] = []
  return {
    async write({ source, receivedAt }, subject) {
      const day = new Date(receivedAt ?? 0).toISOString().slice(0, 10)
      const said = subject.replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '_').trim()
      const base = `${day} ${[...said].slice(0, 60).join('')}`.trim().replace(/[. ]+$/, '')
      let name = `${base}.eml`
      for (let n = 2; names.has(name.toLowerCase()); n++) name = `${base} (${n}).eml`
      names.add(name.toLowerCase())
      written.push(join(folder, name))
      await writeFile(join(folder, name), source, { flag: 'wx' })
    },
    async close() {},
    abandon: () => takeAway(written, made),
  }
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
  let count = 0
  return {
    async write({ source, receivedAt, flags }) {
      count += 1
      const unique = `${Math.floor((receivedAt ?? 0) / 1000)}.P${process.pid}Q${count}.curtain`
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
