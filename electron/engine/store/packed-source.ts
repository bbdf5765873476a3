import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { type Folding, quote, unquote } from './quoted-printable.ts'

/** A number: bytes of text as they are. */
type Piece =
  | number
  | { base64: number; from: 'text' | 'attachments'; line: number; eol: Folding['eol'] }
  | (Folding & { quoted: number })

const ENCODED_PART = /^content-transfer-encoding:[ \t]*(base64|quoted-printable)[ \t]*\r?\n/gim
/** Text in base64 is smaller than this, and gets smaller; what isn't is a picture or an archive. */
const TEXT_BYTES = 256 * 1024

const compress = (bytes: Uint8Array, level: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zstdCompressSync(bytes, {
      params: { [constants.ZSTD_c_compressionLevel]: level },
      chunkSize: bytes.byteLength + 1_024,
    }),
  )

/** Begins what packSource makes; one zstd, which stored sources were before, begins with 0x28. */
const MARK = 1
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
  const packedText = compress(allText, 3)
  const head = Buffer.alloc(HEAD_BYTES, MARK)
  head.writeUInt32LE(packedText.length, 1)
  const packed = [head, packedText]
  if (attachments.length > 0) packed.push(compress(Buffer.concat(attachments), 1))
  return { packed: new Uint8Array(Buffer.concat(packed)), text: allText }
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
  if (packed[0] !== MARK) return undefined
  return zstdDecompressSync(packed.subarray(HEAD_BYTES, HEAD_BYTES + textSize(packed)))
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
  const latin1 = source.toString('latin1')
  ENCODED_PART.lastIndex = 0
  for (let found = ENCODED_PART.exec(latin1); found !== null; found = ENCODED_PART.exec(latin1)) {
    const eol = found[0].endsWith('\r\n') ? '\r\n' : '\n'
    // From its own line's end on: it may be the last header.
    const blank = latin1.indexOf(eol + eol, ENCODED_PART.lastIndex - eol.length)
    if (blank < 0) break
    const start = blank + 2 * eol.length
    const boundary = latin1.indexOf('\n--', start - 1)
    let end = boundary < 0 ? latin1.length : boundary
    while (end > start && /[\r\n]/.test(latin1[end - 1] as string)) end -= 1
    if (end <= start) {
      // Further on in any case: a mail of nothing but such headers must not make this quadratic.
      ENCODED_PART.lastIndex = start
      continue
    }
    if (found[1]?.toLowerCase() === 'base64') {
      const piece = fromBase64(latin1.slice(start, end), eol)
      if (piece !== undefined) {
        const from = isText(piece.bytes) ? 'text' : 'attachments'
        leave(start)
        pieces.push({ base64: piece.bytes.length, from, line: piece.line, eol })
        ;(from === 'text' ? text : attachments).push(piece.bytes)
        done = end
      }
    } else {
      const piece = unquote(source.subarray(start, end), eol)
      if (piece !== undefined) {
        leave(start)
        pieces.push({ quoted: piece.bytes.length, ...piece.folding })
        text.push(piece.bytes)
        done = end
      }
    }
    ENCODED_PART.lastIndex = end
  }
  leave(source.length)
  return { pieces, text, attachments }
}

function fromBase64(encoded: string, eol: string): { bytes: Buffer; line: number } | undefined {
  const first = encoded.indexOf(eol)
  const line = first < 0 ? encoded.length : first
  const bytes = Buffer.from(encoded, 'base64')
  return line > 0 && toLines(bytes, line, eol) === encoded ? { bytes, line } : undefined
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
