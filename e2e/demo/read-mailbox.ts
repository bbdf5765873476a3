/** The mails that the demo's IMAP server holds: the corpus, made to look recent, or somebody's own files. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

export interface DemoMail {
  folder: 'INBOX' | 'Sent' | 'Junk'
  source: Buffer
  flags: string[]
  receivedAt: Date
}

const CORPUS = join(import.meta.dirname, '../../electron/engine/testing/corpus')
const FLAGGED = new Set(['arabic-personal.eml', 'attachments-pdf-and-picture.eml'])
/** The newest mail of the demo came this long before it was started. */
const NEWEST_AGE_MS = 12 * 60_000
const READ_AFTER_MS = 3 * 24 * 60 * 60_000

/**
 * The corpus with all its dates moved by the same span, so that the list looks alive on any day.
 *
 * @param now Unix time in ms.
 */
export function readCorpus(now: number): DemoMail[] {
  const files = readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))
  const mails = files.map((name) => {
    const source = readFileSync(join(CORPUS, name))
    return { name, source, date: dateOf(source) }
  })
  const newest = Math.max(...mails.map(({ date }) => date?.getTime() ?? 0))
  const move = Math.round((now - NEWEST_AGE_MS - newest) / 60_000) * 60_000
  return mails
    .map(({ name, source, date }) => {
      const receivedAt = new Date((date?.getTime() ?? newest) + move)
      const seen = name.startsWith('sent-') || now - receivedAt.getTime() > READ_AFTER_MS
      return {
        folder: folderOf(name),
        source: moveDate(source, receivedAt),
        flags: [...(seen ? ['\\Seen'] : []), ...(FLAGGED.has(name) ? ['\\Flagged'] : [])],
        receivedAt,
      }
    })
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
}

/** Every .eml and .html file in a folder and the folders in it; HTML is wrapped in a mail of its own. */
export function readOwnMail(folder: string, now: number): DemoMail[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.eml', '.html', '.htm'].includes(extname(name).toLowerCase()))
    .sort()
  return names.map((name, at) => {
    const content = readFileSync(join(folder, name))
    const source = extname(name).toLowerCase() === '.eml' ? content : wrapHtml(name, content, new Date(now))
    return {
      folder: 'INBOX',
      source: withNetworkLineEnds(source),
      flags: [],
      receivedAt: dateOf(source) ?? new Date(now - at * 60_000),
    }
  })
}

function folderOf(name: string): DemoMail['folder'] {
  if (name.startsWith('sent-')) return 'Sent'
  return name.startsWith('junk-') ? 'Junk' : 'INBOX'
}

const headOf = (source: Buffer) => source.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? ''

function dateOf(source: Buffer): Date | undefined {
  const date = new Date(/^Date:(.*(?:\r?\n[ \t].*)*)/im.exec(headOf(source))?.[1]?.trim() ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** The Date header, and the Received header that says the same. */
function moveDate(source: Buffer, to: Date): Buffer {
  const head = headOf(source)
  const written = /^Date: (.*)$/im.exec(head)?.[1]?.trim()
  if (written === undefined) return source
  const moved = head.replaceAll(written, to.toUTCString().replace('GMT', '+0000'))
  return Buffer.concat([Buffer.from(moved, 'latin1'), source.subarray(head.length)])
}

function wrapHtml(name: string, html: Buffer, date: Date): Buffer {
  const title = /<title[^>]*>([^<]+)/i.exec(html.toString())?.[1]?.trim() || basename(name)
  const subject = Buffer.from(title.slice(0, 200)).toString('base64')
  const head = [
    'From: "Your file" <file@localhost>',
    'To: noor@haddad.example',
    `Subject: =?UTF-8?B?${subject}?=`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), html])
}

/** IMAP knows CRLF only (RFC 3501, 2.2). */
function withNetworkLineEnds(source: Buffer): Buffer {
  return Buffer.from(source.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')
}
