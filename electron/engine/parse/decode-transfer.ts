export type TransferEncoding = 'base64' | 'quoted-printable' | 'none'

const EQUALS = 0x3d
const LF = 0x0a
const CR = 0x0d

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const upper = byte & 0xdf
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1
}

/** Where the line goes on after `at` if only blanks follow up to its end, else -1 (RFC 2045 6.7, rule 3). */
function softBreakEnd(encoded: Buffer, at: number): number {
  let index = at
  while (encoded[index] === 0x20 || encoded[index] === 0x09) index++
  if (encoded[index] === CR) index++
  if (encoded[index] === LF) return index + 1
  return index >= encoded.length ? index : -1
}

/** Escapes that are none stay as they came. One pass, one allocation. */
function decodeQuotedPrintable(encoded: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(encoded.length)
  let from = 0
  let length = 0
  for (;;) {
    const equals = encoded.indexOf(EQUALS, from)
    const end = equals < 0 ? encoded.length : equals
    length += encoded.copy(decoded, length, from, end)
    if (equals < 0) return decoded.subarray(0, length)
    const high = hexValue(encoded[equals + 1])
    const low = high < 0 ? -1 : hexValue(encoded[equals + 2])
    const goesOn = low < 0 ? softBreakEnd(encoded, equals + 1) : -1
    if (low >= 0) {
      decoded[length++] = high * 16 + low
      from = equals + 3
    } else if (goesOn >= 0) {
      from = goesOn
    } else {
      decoded[length++] = EQUALS
      from = equals + 1
    }
  }
}

/** Node's decoder passes over line breaks and whatever is not base64. Never throws. */
export function decodeTransfer(encoded: Buffer, encoding: TransferEncoding): Buffer {
  switch (encoding) {
    case 'base64':
      return Buffer.from(encoded.toString('latin1'), 'base64')
    case 'quoted-printable':
      return decodeQuotedPrintable(encoded)
    case 'none':
      return encoded
  }
}

/** Bytes once decoded, without decoding: exact for base64 in lines of one length, close otherwise. */
export function decodedSize(encoded: Buffer, encoding: TransferEncoding): number {
  if (encoding === 'none') return encoded.length
  if (encoding === 'quoted-printable') return encoded.length
  let end = encoded.length
  let padding = 0
  for (let left = 8; left > 0 && end > 0; left--) {
    const last = encoded[end - 1]
    if (last === EQUALS) padding++
    else if (last !== LF && last !== CR) break
    end--
  }
  const firstBreak = encoded.indexOf(LF)
  if (firstBreak < 0 || firstBreak >= end) return Math.floor(((end + padding) * 3) / 4) - padding
  const lineBreak = firstBreak > 0 && encoded[firstBreak - 1] === CR ? 2 : 1
  const breaks = Math.floor(end / (firstBreak + 1))
  return Math.max(0, Math.floor(((end - breaks * lineBreak + padding) * 3) / 4) - padding)
}
