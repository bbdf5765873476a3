import type { RawHeader } from '../parse/read-headers.ts'
import { firstValue } from '../parse/read-headers.ts'

/** Letters of the headers in which mbox files keep what IMAP keeps as flags. */
const letters = [
  { header: 'Status', letter: 'R', flag: '\\Seen' },
  { header: 'X-Status', letter: 'A', flag: '\\Answered' },
  { header: 'X-Status', letter: 'F', flag: '\\Flagged' },
  { header: 'X-Status', letter: 'T', flag: '\\Draft' },
] as const

/** Bits of X-Mozilla-Status, in which Thunderbird's files keep the same. */
const bits = [
  { bit: 0x0001, flag: '\\Seen' },
  { bit: 0x0002, flag: '\\Answered' },
  { bit: 0x0004, flag: '\\Flagged' },
] as const
/** Deleted; it leaves the file when Thunderbird compacts that. */
const EXPUNGED = 0x0008

/** What a file adds to its mails' headers. In lower case. */
export const FLAG_FIELDS = ['status', 'x-status', 'x-mozilla-status', 'x-mozilla-status2', 'x-mozilla-keys']

export function flagsFromHeaders(headers: readonly RawHeader[]): string[] {
  const mozilla = mozillaStatus(headers)
  if (mozilla !== null) return bits.filter(({ bit }) => (mozilla & bit) !== 0).map(({ flag }) => flag)
  return letters
    .filter(({ header, letter }) => firstValue(headers, header.toLowerCase())?.includes(letter))
    .map(({ flag }) => flag)
}

export function isExpunged(headers: readonly RawHeader[]): boolean {
  return ((mozillaStatus(headers) ?? 0) & EXPUNGED) !== 0
}

function mozillaStatus(headers: readonly RawHeader[]): number | null {
  const value = firstValue(headers, 'x-mozilla-status')
  return value !== undefined && /^[0-9a-f]{4}$/i.test(value.trim()) ? Number.parseInt(value, 16) : null
}

/** @param headers of a mail, with the lines that they are folded into. */
export function withoutFields(headers: string, names: readonly string[]): string {
  return headers.replace(new RegExp(`^(?:${names.join('|')}):[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*`, 'gim'), '')
}

/** Lines to stand before the mail's own headers. O: it is not new to whoever reads the file. */
export function flagsAsHeaders(flags: readonly string[]): string {
  const has = new Set(flags.map((flag) => flag.toLowerCase()))
  const of = (header: string) =>
    letters
      .filter((one) => one.header === header && has.has(one.flag.toLowerCase()))
      .map(({ letter }) => letter)
      .join('')
  const marks = of('X-Status')
  return `Status: ${of('Status')}O\n${marks === '' ? '' : `X-Status: ${marks}\n`}`
}
