export type TransferEncoding = 'base64' | 'quoted-printable' | 'none'

const EQUALS = 0x3d
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const TAB = 0x09
const BASE64_DIGIT = /[A-Za-z0-9+/]/

/** What a byte is worth as a digit of an escape, -1 for all that are none. */
const HEX_VALUES = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = String.fromCharCode(byte)
  return /[0-9a-f]/i.test(digit) ? Number.parseInt(digit, 16) : -1
})

function hexValue(byte: number | undefined): number {
  return HEX_VALUES[byte ?? 0] ?? -1
}

/** Where the line goes on after `at` if only blanks follow up to its end, else -1 (RFC 2045 6.7, rule 3). */
function softBreakEnd(encoded: Buffer, at: number): number {
  let index = at
  while (encoded[index] === SPACE || encoded[index] === TAB) index++
  if (encoded[index] === CR) index++
  if (encoded[index] === LF) return index + 1
  return index >= encoded.length ? index : -1
}

/** Escapes that are none stay as they came. One pass, one allocation. */
function decodeQuotedPrintable(encoded: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(encoded.length)
  let length = 0
  let from = 0
  for (;;) {
    // A loop of its own for what stands as it is: twice as fast as one that also knows escapes.
    for (let byte = 0; from < encoded.length; from++) {
      byte = encoded[from] ?? 0
      if (byte === EQUALS) break
      decoded[length++] = byte
    }
    if (from++ >= encoded.length) return decoded.subarray(0, length)
    const high = hexValue(encoded[from])
    const low = high < 0 ? -1 : hexValue(encoded[from + 1])
    if (low >= 0) {
      decoded[length++] = high * 16 + low
      from += 2
      continue
    }
    const goesOn = softBreakEnd(encoded, from)
    if (goesOn >= 0) from = goesOn
    else decoded[length++] = EQUALS
  }
}

/**
 * Node's decoder passes over line breaks and whatever is no base64, but ends at padding. Senders that encode
 * line by line, or append to what is encoded, have padding in the middle.
 */
function decodeBase64(encoded: Buffer): Buffer {
  const text = encoded.toString('latin1')
  const firstPadding = text.indexOf('=')
  if (firstPadding < 0 || !BASE64_DIGIT.test(text.slice(firstPadding))) return Buffer.from(text, 'base64')
  const decoded = Buffer.allocUnsafe(encoded.length)
  let length = 0
  let from = 0
  while (from < text.length) {
    const padding = text.indexOf('=', from)
    const end = padding < 0 ? text.length : padding
    if (end > from) length += decoded.write(text.slice(from, end), length, 'base64')
    from = end + 1
  }
  return decoded.subarray(0, length)
}

/** The bytes themselves. Never throws: what is not of its encoding is passed over or kept as it came. */
export function decodeTransfer(encoded: Buffer, encoding: TransferEncoding): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(encoded)
    case 'quoted-printable':
      return decodeQuotedPrintable(encoded)
    case 'none':
      return encoded
  }
}

function isBreakOrBlank(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === SPACE || byte === TAB
}

/** Bytes once decoded, without decoding: exact for base64 in lines of one length, close otherwise. */
export function decodedSize(encoded: Buffer, encoding: TransferEncoding): number {
  if (encoding !== 'base64') return encoded.length
  let start = 0
  while (isBreakOrBlank(encoded[start])) start++
  let end = encoded.length
  while (end > start && (isBreakOrBlank(encoded[end - 1]) || encoded[end - 1] === EQUALS)) end--
  const firstBreak = encoded.indexOf(LF, start)
  let digits = end - start
  if (firstBreak >= 0 && firstBreak < end) {
    const lineLength = firstBreak + 1 - start
    const breakLength = encoded[firstBreak - 1] === CR ? 2 : 1
    digits -= Math.floor((end - start) / lineLength) * breakLength
  }
  return Math.floor((digits * 3) / 4)
}
