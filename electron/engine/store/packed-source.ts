import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { compress } from './packed.ts'
import { type Folding, quote, unquote } from './quoted-printable.ts'
import { USUAL_TEXT } from './usual-text.ts'

const LF = 10
const CR = 13

/** A number: bytes of text as they are. */
type Piece =
  | number
  | { base64: number; from: 'text' | 'attachments'; line: number; eol: Folding['eol'] }
  | (Folding & { quoted: number })

/** Stands in the header that tells a part's encoding, however it is spelt: to look for it takes no other look at the mail. */
const MARK_OF_ENCODING = 'ransfer-'
const ENCODING = /^content-transfer-encoding:[ \t]*(base64|quoted-printable)[ \t]*(\r?\n)/i
/** Of a line with the longest boundary that there may be (RFC 2046 5.1.1); to search for a longer one would not be linear. */
const BOUNDARY_BYTES = '\n--'.length + 70
/** Text in base64 is smaller than this, and gets smaller; what isn't is a picture or an archive. */
const TEXT_BYTES = 256 * 1024

/** Begins what packSource makes. */
const MARK = 2
/** Of what it made without a dictionary; before that a stored source was one zstd, which begins with 0x28. */
const MARK_WITHOUT_DICTIONARY = 1
const HEAD_BYTES = 5

/**
 * A mail's source as it is stored: its encoded parts decoded, for base64 and `=3D` hide from zstd what is the same,
 * and cost a few per cent even where nothing is. A part that would not come back byte by byte stays as it is.
 *
 * @returns with it the text alone, which its body is made of: see packBody.
 */
export function packSource(source: Uint8Array): { packed: Uint8Array<ArrayBuffer>; text: Uint8Array } {
  const whole = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const { pieces, text, attachments } = takeApart(whole)
  const recipe = Buffer.from(JSON.stringify(pieces))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(recipe.length)
  const allText = Buffer.concat([size, recipe, ...text])
  const packedText = compress(allText, 3, USUAL_TEXT)
  const packedRest = attachments.length > 0 ? compress(Buffer.concat(attachments), 1) : Buffer.alloc(0)
  const packed = new Uint8Array(HEAD_BYTES + packedText.length + packedRest.length)
  packed[0] = MARK
  new DataView(packed.buffer).setUint32(1, packedText.length, true)
  packed.set(packedText, HEAD_BYTES)
  packed.set(packedRest, HEAD_BYTES + packedText.length)
  return { packed, text: allText }
}

/** @throws Error when it is nothing that Curtain has stored. */
export function unpackSource(packed: Uint8Array): Uint8Array {
  const allText = unpackText(packed)
  if (allText === undefined) return zstdDecompressSync(packed)
  const rest = packed.subarray(HEAD_BYTES + textSize(packed))
  const attachments = rest.length === 0 ? Buffer.alloc(0) : zstdDecompressSync(rest)
  const recipeEnd = 4 + allText.readUInt32LE(0)
  const pieces: Piece[] = JSON.parse(allText.toString('utf8', 4, recipeEnd))
  const at = { text: recipeEnd, attachments: 0 }
  const take = (from: 'text' | 'attachments', length: number): Buffer => {
    at[from] += length
    return (from === 'text' ? allText : attachments).subarray(at[from] - length, at[from])
  }
  return Buffer.concat(
    pieces.map((piece) => {
      if (typeof piece === 'number') return take('text', piece)
      if ('quoted' in piece) return quote(take('text', piece.quoted), piece)
      return Buffer.from(toLines(take(piece.from, piece.base64), piece.line, piece.eol), 'latin1')
    }),
  )
}

/** The text that `packSource` answered; undefined for a source that was stored before there was one. */
export function unpackText(packed: Uint8Array): Buffer | undefined {
  if (packed[0] !== MARK && packed[0] !== MARK_WITHOUT_DICTIONARY) return undefined
  const text = packed.subarray(HEAD_BYTES, HEAD_BYTES + textSize(packed))
  return zstdDecompressSync(text, packed[0] === MARK ? { dictionary: USUAL_TEXT } : {})
}

function textSize(packed: Uint8Array): number {
  return new DataView(packed.buffer, packed.byteOffset).getUint32(1, true)
}

function takeApart(source: Buffer): { pieces: Piece[]; text: Buffer[]; attachments: Buffer[] } {
  const pieces: Piece[] = []
  const text: Buffer[] = []
  const attachments: Buffer[] = []
  let done = 0
  const leave = (end: number) => {
    if (end > done) {
      pieces.push(end - done)
      text.push(source.subarray(done, end))
    }
    done = end
  }
  let at = source.indexOf(MARK_OF_ENCODING)
  for (; at >= 0; at = source.indexOf(MARK_OF_ENCODING, at)) {
    const line = at - 'content-t'.length
    at += MARK_OF_ENCODING.length
    const header = ENCODING.exec(source.toString('latin1', Math.max(line, 0), line + 80))
    if (line < 0 || header === null || (line > 0 && source[line - 1] !== LF)) continue
    const [whole, encoding, end] = header
    const eol = end === '\n' ? '\n' : '\r\n'
    // From its own line's end on: it may be the last header.
    const blank = source.indexOf(eol + eol, line + whole.length - eol.length)
    if (blank < 0) break
    const start = blank + 2 * eol.length
    const stop = endOfPart(source, Math.max(line, 0), start)
    // Further on in any case: a mail of nothing but such headers must not make this quadratic.
    at = Math.max(start, stop)
    if (stop <= start) continue
    const encoded = source.subarray(start, stop)
    if (encoding?.toLowerCase() === 'base64') {
      const piece = fromBase64(encoded, eol)
      if (piece === undefined) continue
      const from = isText(piece.bytes) ? 'text' : 'attachments'
      leave(start)
      pieces.push({ base64: piece.bytes.length, from, line: piece.line, eol })
      ;(from === 'text' ? text : attachments).push(piece.bytes)
    } else {
      const piece = unquote(encoded, eol)
      if (piece === undefined) continue
      leave(start)
      pieces.push({ quoted: piece.bytes.length, ...piece.folding })
      text.push(piece.bytes)
    }
    done = stop
  }
  leave(source.length)
  return { pieces, text, attachments }
}

/**
 * Before the ends of lines that stand before the boundary which the part began with. Not before any line that begins like
 * one: where quoted-printable folds, the `-->` of HTML often does.
 */
function endOfPart(source: Buffer, header: number, start: number): number {
  const begun = source.lastIndexOf('\n--', header)
  let end = source.length
  if (begun >= 0) {
    const line = source.subarray(begun, Math.min(source.indexOf(LF, begun + 1), begun + BOUNDARY_BYTES))
    const boundary = source.indexOf(line.at(-1) === CR ? line.subarray(0, -1) : line, start - 1)
    if (boundary >= 0) end = boundary
  }
  while (end > start && (source[end - 1] === LF || source[end - 1] === CR)) end -= 1
  return end
}

/**
 * Bytes and the length of lines that make the same text again, or undefined where no encoder wrote it so. Node passes over
 * whatever is no letter: a length that fits says that nothing else was there but the ends of lines.
 */
function fromBase64(encoded: Buffer, eol: Folding['eol']): { bytes: Buffer; line: number } | undefined {
  const first = encoded.indexOf(eol)
  const line = first < 0 ? encoded.length : first
  const padding = encoded.indexOf('=')
  const isPaddedWithin = padding >= 0 && padding < encoded.length - 2 - eol.length
  // The other alphabet would be understood too.
  if (line < 4 || isPaddedWithin || encoded.includes('-') || encoded.includes('_')) return undefined
  const bytes = Buffer.from(encoded.toString('latin1'), 'base64')
  const letters = Math.ceil(bytes.length / 3) * 4
  const ends = Math.ceil(letters / line) - 1
  if (encoded.length !== letters + ends * eol.length) return undefined
  for (let at = line; at < encoded.length; at += line + eol.length) {
    if (encoded[at + eol.length - 1] !== LF || (eol === '\r\n' && encoded[at] !== CR)) return undefined
  }
  // The last letters may hold bits that stand for nothing.
  const last = bytes.toString('base64', Math.max(0, (letters / 4) * 3 - 3))
  const written = encoded.toString('latin1', Math.max(0, encoded.length - 4 - eol.length)).replace(eol, '')
  return written.endsWith(last) ? { bytes, line } : undefined
}

function toLines(bytes: Buffer, line: number, eol: string): string {
  const encoded = bytes.toString('base64')
  if (encoded.length <= line) return encoded
  const lines: string[] = []
  for (let at = 0; at < encoded.length; at += line) lines.push(encoded.slice(at, at + line))
  return lines.join(eol)
}

function isText(bytes: Buffer): boolean {
  if (bytes.length > TEXT_BYTES) return false
  const sample = bytes.subarray(0, 4_096)
  return zstdCompressSync(sample).length < sample.length * 0.75
}
