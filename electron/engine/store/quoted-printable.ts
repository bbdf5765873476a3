/** How an encoder folds (RFC 2045 6.7): `width` with the `=`; `tight`: what ends a line may reach into its last column. */
export interface Folding {
  eol: '\r\n' | '\n'
  width: number
  tight: boolean
}

const LF = 10
const CR = 13
const EQUALS = 61
const SPACE = 32
const TAB = 9

const DIGITS = Buffer.from('0123456789ABCDEF')
/** What each byte is as a digit; 16 where it is none. */
const VALUES = Uint8Array.from({ length: 256 }, (_, byte) =>
  DIGITS.includes(byte) ? DIGITS.indexOf(byte) : 16,
)
/** 1: what an encoder leaves as it is, wherever it stands. */
const PLAIN = Uint8Array.from({ length: 257 }, (_, byte) =>
  byte > SPACE && byte < 127 && byte !== EQUALS ? 1 : 0,
)
/**
 * Bytes and the folding that make the same text again, or undefined where no known encoder wrote it. It takes one look at
 * each byte: an encoder folds only where it must, so each line that is folded, or is not, bounds the width it had.
 */
export function unquote(text: Buffer, eol: Folding['eol']): { bytes: Buffer; folding: Folding } | undefined {
  const bytes = Buffer.allocUnsafe(text.length)
  const columns: Columns = { inside: 0, atEnds: 0, folded: Infinity, foldedAtEnd: Infinity }
  let length = 0
  let column = 0
  let foldedFrom = -1
  let at = 0
  while (at < text.length) {
    const byte = text[at] as number
    if (PLAIN[byte] !== 1) {
      if (isEnd(text, at, eol)) {
        // Nothing stands between a fold and the end of a line.
        if (foldedFrom >= 0) return undefined
        for (let n = 0; n < eol.length; n += 1) bytes[length++] = text[at++] as number
        column = 0
        continue
      }
      if (byte === EQUALS && isEnd(text, at + 1, eol)) {
        at += 1 + eol.length
        if (foldedFrom >= 0 || column === 0 || at === text.length) return undefined
        foldedFrom = column
        column = 0
        continue
      }
    }
    const size = byte === EQUALS ? 3 : 1
    const value = size === 1 ? byte : readEscape(text, at)
    at += size
    const ends = endsLine(text, at, eol)
    // An escape that no encoder needs, or a byte that every encoder escapes, would come back the other way.
    if (isEscaped(value, ends) !== (size === 3) || value > 255) return undefined
    // So would an escaped end of a line.
    if (value === LF && (eol === '\n' || bytes[length - 1] === CR)) return undefined
    bytes[length++] = value
    column += size
    if (foldedFrom >= 0) {
      if (ends) columns.foldedAtEnd = Math.min(columns.foldedAtEnd, foldedFrom + size)
      else columns.folded = Math.min(columns.folded, foldedFrom + size)
      foldedFrom = -1
    }
    if (ends) {
      columns.atEnds = Math.max(columns.atEnds, column)
      continue
    }
    // Most bytes are plain and have a plain one behind them, a blank perhaps between: they need no other look.
    const begun = at
    let next = text[at] as number
    while (
      at + 2 < text.length &&
      (PLAIN[next] === 1 || next === SPACE) &&
      PLAIN[text[at + 1] as number] === 1
    ) {
      bytes[length++] = next
      at += 1
      next = text[at] as number
    }
    column += at - begun
    if (column > columns.inside) columns.inside = column
  }
  const folding = foldingWithin(columns)
  return folding && { bytes: bytes.subarray(0, length), folding: { eol, ...folding } }
}

/** @returns the byte's value; more than 255 where it is no escape. */
function readEscape(text: Buffer, at: number): number {
  const high = VALUES[text[at + 1] ?? 0] as number
  const low = VALUES[text[at + 2] ?? 0] as number
  return high > 15 || low > 15 ? 256 : high * 16 + low
}

/** How far lines reach inside and at their ends, and how far they would have reached at the least without each fold. */
interface Columns {
  inside: number
  atEnds: number
  folded: number
  foldedAtEnd: number
}

function foldingWithin({ inside, atEnds, folded, foldedAtEnd }: Columns): Omit<Folding, 'eol'> | undefined {
  const loose = Math.max(inside, atEnds) + 1
  if (loose <= Math.min(folded, foldedAtEnd)) return { width: loose, tight: false }
  const tight = Math.max(inside + 1, atEnds)
  return tight <= folded && tight < foldedAtEnd ? { width: tight, tight: true } : undefined
}

export function quote(bytes: Buffer, { eol, width, tight }: Folding): Buffer {
  // Every byte in three, and a soft break for each at worst.
  const text = Buffer.allocUnsafe(bytes.length * 6 + 3)
  let length = 0
  let column = 0
  const breakLine = () => {
    if (eol === '\r\n') text[length++] = CR
    text[length++] = LF
    column = 0
  }
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if ((byte === CR || byte === LF) && isEnd(bytes, at, eol)) {
      breakLine()
      at += eol.length - 1
      continue
    }
    const ends = at + 1 === bytes.length || isEnd(bytes, at + 1, eol)
    const escaped = isEscaped(byte, ends)
    const size = escaped ? 3 : 1
    if (column + size >= width && !(tight && ends && column + size === width)) {
      text[length++] = EQUALS
      breakLine()
    }
    column += size
    if (!escaped) {
      text[length++] = byte
      continue
    }
    text[length++] = EQUALS
    text[length++] = DIGITS[byte >> 4] as number
    text[length++] = DIGITS[byte & 15] as number
  }
  return text.subarray(0, length)
}

function isEnd(bytes: Buffer, at: number, eol: Folding['eol']): boolean {
  return eol === '\n' ? bytes[at] === LF : bytes[at] === CR && bytes[at + 1] === LF
}

/** Also where a fold is all that stands before the end. */
function endsLine(text: Buffer, at: number, eol: Folding['eol']): boolean {
  if (at === text.length) return true
  const byte = text[at] as number
  if (PLAIN[byte] === 1) return false
  if (byte !== EQUALS || !isEnd(text, at + 1, eol)) return isEnd(text, at, eol)
  const next = at + 1 + eol.length
  return next === text.length || isEnd(text, next, eol)
}

/** @param ends whether a line ends behind the byte. */
function isEscaped(byte: number, ends: boolean): boolean {
  return PLAIN[byte] !== 1 && (ends || (byte !== SPACE && byte !== TAB))
}
