import { isAscii } from 'node:buffer'
import { withoutControls } from './clean-text.ts'
import { decodeBytes } from './decode-text.ts'
import { limits } from './limits.ts'

export interface RawHeader {
  /** Lower case. */
  name: string
  /** Unfolded, without control characters; encoded words as they came. */
  value: string
}

export interface HeaderBlock {
  headers: RawHeader[]
  /** Where the body begins. */
  bodyStart: number
  truncated: boolean
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const TAB = 0x09
const COLON = 0x3a
// RFC 5322 ftext, with the blanks before the colon that RFC 822 allowed.
const FIELD_NAME = /^[!-9;-~]+[ \t]*$/
const LONGEST_FIELD_NAME = 200

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB
}

function fieldNameEnd(source: Buffer, lineStart: number, lineEnd: number): number {
  const colon = source.subarray(lineStart, Math.min(lineEnd, lineStart + LONGEST_FIELD_NAME)).indexOf(COLON)
  if (colon < 1) return -1
  return FIELD_NAME.test(source.toString('latin1', lineStart, lineStart + colon)) ? lineStart + colon : -1
}

/**
 * The header block at `start`, which ends at an empty line. Lines that are no headers are passed over, but
 * where already the first is none (some senders leave the block and its empty line out) all is body.
 * Every byte is looked at once, however many headers there are.
 */
export function readHeaders(source: Buffer, start: number, end: number): HeaderBlock {
  const headers: RawHeader[] = []
  let truncated = false
  let bytes = 0
  let at = start
  /** Beginning of the header that is being read, its colon, or -1 where none is. */
  let fieldStart = -1
  let colon = -1

  const finish = (fieldEnd: number): void => {
    if (fieldStart < 0) return
    const longest = colon + 1 + limits.headerValue
    if (headers.length >= limits.headers || bytes >= limits.headerBytes) {
      truncated = true
    } else {
      if (fieldEnd > longest) truncated = true
      const raw = source.subarray(colon + 1, Math.min(fieldEnd, longest))
      bytes += raw.length
      const text = isAscii(raw) ? raw.toString('latin1') : decodeBytes(raw, null)
      const name = source.toString('latin1', fieldStart, colon).trimEnd().toLowerCase()
      headers.push({ name, value: withoutControls(text).trim() })
    }
    fieldStart = -1
  }

  while (at < end) {
    const lineFeed = source.indexOf(LF, at)
    const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1
    const first = source[at]
    if (first === LF || (first === CR && (at + 1 >= next || source[at + 1] === LF))) {
      finish(at)
      return { headers, bodyStart: next, truncated }
    }
    if (!isBlank(first)) {
      finish(at)
      const nameEnd = fieldNameEnd(source, at, next)
      if (nameEnd >= 0) {
        fieldStart = at
        colon = nameEnd
      } else if (headers.length === 0 && !truncated) {
        return { headers, bodyStart: start, truncated }
      }
    } else if (fieldStart < 0 && headers.length === 0 && !truncated) {
      return { headers, bodyStart: start, truncated }
    }
    at = next
  }
  finish(end)
  return { headers, bodyStart: end, truncated }
}

/** The topmost header of that name, for what may stand in a message only once. */
export function firstValue(headers: readonly RawHeader[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value
}
