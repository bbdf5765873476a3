import type { RawHeader } from '../parse/read-headers.ts'
import { firstValue } from '../parse/read-headers.ts'

/** Letters of the headers in which mbox files keep what IMAP keeps as flags. */
const letters = [
  { header: 'Status', letter: 'R', flag: '\\Seen' },
  { header: 'X-Status', letter: 'A', flag: '\\Answered' },
  { header: 'X-Status', letter: 'F', flag: '\\Flagged' },
  { header: 'X-Status', letter: 'T', flag: '\\Draft' },
] as const

export function flagsFromHeaders(headers: readonly RawHeader[]): string[] {
  return letters
    .filter(({ header, letter }) => firstValue(headers, header.toLowerCase())?.includes(letter))
    .map(({ flag }) => flag)
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
