/** How an encoder folds (RFC 2045 6.7): `width` with the `=`; `tight`: what ends a line may reach into its last column. */
export interface Folding {
  eol: '\r\n' | '\n'
  width: number
  tight: boolean
}

const DIGITS = Buffer.from('0123456789ABCDEF')
/** What each byte is as a digit; 16 where it is none. */
const VALUES = Uint8Array.from({ length: 256 }, (_, byte) =>
  DIGITS.includes(byte) ? DIGITS.indexOf(byte) : 16,
)
const LF = 10
const CR = 13
const EQUALS = 61
const SPACE = 32
const TAB = 9

/** Bytes and the folding that make the same text again, or undefined where no known encoder wrote it. */
export function unquote(text: Buffer, eol: Folding['eol']): { bytes: Buffer; folding: Folding } | undefined {
  const decoded = decode(text, eol)
  if (decoded === undefined) return undefined
  for (const tight of [false, true]) {
    const folding = { eol, width: decoded.width, tight }
    if (quote(decoded.bytes, folding).equals(text)) return { bytes: decoded.bytes, folding }
  }
  return undefined
}

function decode(text: Buffer, eol: Folding['eol']): { bytes: Buffer; width: number } | undefined {
  const bytes = Buffer.allocUnsafe(text.length)
  const isEnd = lineEnds(text, eol)
  let length = 0
  let width = 0
  let lineStart = 0
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] as number
    if (byte === LF) lineStart = at + 1
    if (byte !== EQUALS) {
      bytes[length++] = byte
      continue
    }
    if (isEnd(at + 1)) {
      width = Math.max(width, at + 1 - lineStart)
      at += eol.length
      lineStart = at + 1
      continue
    }
    const high = VALUES[text[at + 1] ?? 0] as number
    const low = VALUES[text[at + 2] ?? 0] as number
    if (high > 15 || low > 15) return undefined
    bytes[length++] = high * 16 + low
    at += 2
  }
  return { bytes: bytes.subarray(0, length), width: width === 0 ? 76 : width }
}

export function quote(bytes: Buffer, { eol, width, tight }: Folding): Buffer {
  // Every byte in three, and a soft break for each at worst.
  const text = Buffer.allocUnsafe(bytes.length * 6 + 3)
  const isEnd = lineEnds(bytes, eol)
  let length = 0
  let column = 0
  const breakLine = () => {
    if (eol === '\r\n') text[length++] = CR
    text[length++] = LF
    column = 0
  }
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    // Most are plain letters: what follows is asked for the others only, for this loop is most of the cost.
    const isPrintable = byte > SPACE && byte < 127 && byte !== EQUALS
    if ((byte === CR || byte === LF) && isEnd(at)) {
      breakLine()
      at += eol.length - 1
      continue
    }
    const isBlank = byte === SPACE || byte === TAB
    const escaped = !isPrintable && (!isBlank || at + 1 === bytes.length || isEnd(at + 1))
    const size = escaped ? 3 : 1
    if (column + size >= width) {
      const fits = tight && column + size === width && (at + 1 === bytes.length || isEnd(at + 1))
      if (!fits) {
        text[length++] = EQUALS
        breakLine()
      }
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

function lineEnds(bytes: Buffer, eol: Folding['eol']): (at: number) => boolean {
  return eol === '\n' ? (at) => bytes[at] === LF : (at) => bytes[at] === CR && bytes[at + 1] === LF
}
