import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
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

/** @param path a file for a dialect of mbox, else a folder, which is made. It must not be there yet. */
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
  await mkdir(folder, { recursive: true })
  const names = new Set<string>()
  return {
    write({ source, receivedAt }, subject) {
      const day = new Date(receivedAt ?? 0).toISOString().slice(0, 10)
      const said = subject.replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '_').trim()
      const base = `${day} ${[...said].slice(0, 60).join('')}`.trim().replace(/[. ]+$/, '')
      let name = base
      // Windows and macOS take "Figs" and "figs" for one name.
      for (let n = 2; names.has(name.toLowerCase()); n++) name = `${base} (${n})`
      names.add(name.toLowerCase())
      return writeFile(join(folder, `${name}.eml`), source)
    },
    async close() {},
    async abandon() {},
  }
}

async function writeMaildir(folder: string): Promise<MailWriter> {
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part), { recursive: true })
  const separator = process.platform === 'win32' ? ';' : ':'
  let count = 0
  return {
    async write({ source, receivedAt, flags }) {
      count += 1
      const unique = `${Math.floor((receivedAt ?? 0) / 1000)}.P${process.pid}Q${count}.curtain`
      const unread = join(folder, 'tmp', unique)
      await writeFile(unread, withLf(source))
      await rename(unread, join(folder, 'cur', maildirName(unique, flags, separator)))
    },
    async close() {},
    async abandon() {},
  }
}
