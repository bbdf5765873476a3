import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { decode as decodeKnown, normalizeCharset } from 'libmime/lib/charset.js'

// What iconv-lite calls an encoding but no mail is written in.
const NOT_CHARSETS = /^(?:base64|hex|binary|utf-?7-?imap)$/i
// Charsets libmime decodes with encoding-japanese, because iconv-lite has none of them.
const JAPANESE = /^(?:jis|iso-?2022-?jp|eucjp)/i
const UTF8 = /^utf-?8$/i
const ASCII = /^(?:us-?)?ascii$|^7bit$|^windows-1252$/i
// Anything but ASCII that is not the mark of a failed decoding: at least one character came out right.
const DECODED = /[\u0080-\ufffc]/
const META_CHARSET = /<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i
const META_SEARCHED = 1_024

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** UTF-8 where at least something in it is; otherwise windows-1252, in which every byte is a character. */
function guess(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const text = bytes.toString('utf8')
  return DECODED.test(text) ? text : iconv.decode(bytes, 'windows-1252')
}

function byteOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/**
 * Bytes in the charset a sender named, or in none. A name nobody knows, and one the bytes contradict, is
 * passed over: the text then is UTF-8 if it can be, else windows-1252. Never throws.
 */
export function decodeBytes(bytes: Buffer, charset: string | null): string {
  const marked = byteOrderMark(bytes) ?? charset
  if (marked === null) return withoutMark(guess(bytes))
  const name = normalizeCharset(marked)
  // Much UTF-8 is sent as US-ASCII, and Latin-1 as UTF-8.
  if (UTF8.test(name) || NOT_CHARSETS.test(name)) return withoutMark(guess(bytes))
  if (ASCII.test(name) && /ascii|7bit/i.test(marked)) return withoutMark(guess(bytes))
  try {
    if (JAPANESE.test(name))
      return isAscii(bytes) && !bytes.includes(0x1b) ? bytes.toString('latin1') : decodeKnown(bytes, name)
    if (iconv.encodingExists(name)) return withoutMark(iconv.decode(bytes, name))
  } catch {
    // A codec that fails on these bytes knows them no better than the guess does.
  }
  return withoutMark(guess(bytes))
}

/** As decodeBytes, for HTML: where the mail names no charset, the document's own `meta` does. */
export function decodeHtmlBytes(bytes: Buffer, charset: string | null): string {
  const declared = charset ?? META_CHARSET.exec(bytes.toString('latin1', 0, META_SEARCHED))?.[1] ?? null
  // A meta that a byte-wise search could read can't be in UTF-16 (HTML standard, "prescan").
  return decodeBytes(
    bytes,
    charset === null && declared !== null && /^utf-?16/i.test(declared) ? null : declared,
  )
}
