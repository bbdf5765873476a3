import { limits } from './limits.ts'
import { type PartType, readPartType } from './part-type.ts'
import { type RawHeader, readHeaders } from './read-headers.ts'

/** One node of the MIME tree. Its body is the range of the source from `start` to `end`, still encoded. */
export interface MimePart extends PartType {
  headers: RawHeader[]
  start: number
  end: number
  /** Empty for every part that is no multipart, or one that could not be taken apart. */
  children: MimePart[]
}

export interface MimeTree {
  root: MimePart
  /** Some parts or headers lie beyond the limits. */
  truncated: boolean
}

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
const SPACE = 0x20
const TAB = 0x09
const FROM_LINE = 'From '

interface Range {
  start: number
  end: number
}

interface Delimiter {
  /** Where the part before it ends: its line break belongs to the delimiter (RFC 2046 5.1.1). */
  partEnd: number
  /** Its own line break. */
  lineEnd: number
  closes: boolean
}

/** As long as a delimiter may be (RFC 2046 5.1.1): to search for a longer one would not be linear. */
const SEARCHED_BYTES = '\n--'.length + 70

/** The next delimiter line of `body` whose line break before it stands at `from` or later. */
function findDelimiter(body: Buffer, delimiter: Buffer, from: number): Delimiter | null {
  const beginning = delimiter.subarray(0, SEARCHED_BYTES)
  let found = body.indexOf(beginning, from)
  while (found >= 0) {
    const boundaryEnd = found + delimiter.length
    if (!body.subarray(found, boundaryEnd).equals(delimiter)) {
      found = body.indexOf(beginning, found + 1)
      continue
    }
    const closes = body[boundaryEnd] === DASH && body[boundaryEnd + 1] === DASH
    let lineEnd = closes ? boundaryEnd + 2 : boundaryEnd
    // Transport may pad the line with blanks. Anything else makes it the line of a longer boundary.
    while (body[lineEnd] === SPACE || body[lineEnd] === TAB) lineEnd++
    if (body[lineEnd] === CR) lineEnd++
    if (lineEnd >= body.length || body[lineEnd] === LF) {
      return { partEnd: found > 0 && body[found - 1] === CR ? found - 1 : found, lineEnd, closes }
    }
    found = body.indexOf(beginning, boundaryEnd)
  }
  return null
}

/**
 * The parts between the delimiter lines of a multipart body, at most `most`. A last part without its closing
 * delimiter goes to the end. Parts after the closing delimiter count too: some senders give a multipart the
 * boundary of the one around it, and what follows the inner one must not be lost. The native search makes
 * this one pass over the bytes, whatever is in them.
 */
function splitParts(source: Buffer, start: number, end: number, boundary: string, most: number): Range[] {
  // With the line break that ends the headers, because the first delimiter may follow it at once.
  const base = Math.max(0, start - 1)
  const body = source.subarray(base, end)
  const line = Buffer.from(`\n--${boundary}`)
  const parts: Range[] = []
  let delimiter = findDelimiter(body, line, 0)
  while (delimiter !== null && parts.length < most) {
    const partStart = Math.min(delimiter.lineEnd + 1, body.length)
    const next = findDelimiter(body, line, delimiter.lineEnd)
    if (!delimiter.closes) {
      parts.push({ start: base + partStart, end: base + Math.max(partStart, next?.partEnd ?? body.length) })
    }
    delimiter = next
  }
  return parts
}

/**
 * The tree of parts of a whole message. A message inside it (message/rfc822) is a leaf: it is a mail of its
 * own, and its text must never mix with this one's. Bounded by `limits`, never throws.
 */
export function readMimeTree(source: Buffer): MimeTree {
  let truncated = false
  let partsLeft = limits.parts - 1

  function readPart(start: number, end: number, depth: number, fallback: string): MimePart {
    const block = readHeaders(source, start, end)
    truncated ||= block.truncated
    const type = readPartType(block.headers, fallback)
    const part: MimePart = { ...type, headers: block.headers, start: block.bodyStart, end, children: [] }
    if (!type.mediaType.startsWith('multipart/') || type.boundary === null) return part
    if (depth >= limits.depth || partsLeft <= 0) {
      truncated = true
      return { ...part, disposition: 'attachment' }
    }
    // One more than is left, to know whether there was one.
    const ranges = splitParts(source, part.start, end, type.boundary, partsLeft + 1)
    if (ranges.length > partsLeft) truncated = true
    const taken = ranges.slice(0, partsLeft)
    partsLeft -= taken.length
    const childType = type.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    part.children = taken.map((range) => readPart(range.start, range.end, depth + 1, childType))
    return part
  }

  return { root: readPart(skipEnvelope(source), source.length, 0, 'text/plain'), truncated }
}

/** Blanks, a byte order mark and an mbox "From " line may precede the headers in a file. */
function skipEnvelope(source: Buffer): number {
  let start = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0
  while ([LF, CR, SPACE, TAB].includes(source[start] ?? -1)) start++
  if (source.toString('latin1', start, start + FROM_LINE.length) !== FROM_LINE) return start
  const lineEnd = source.indexOf(LF, start)
  return lineEnd < 0 ? start : lineEnd + 1
}
