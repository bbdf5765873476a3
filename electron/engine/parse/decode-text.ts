import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { decode as decodeKnown, normalizeCharset } from 'libmime/lib/charset.js'

// What iconv-lite calls an encoding but no mail is written in.
const NOT_CHARSETS = /^(?:base64|hex|binary|utf-?7-?imap)$/i
// Charsets libmime decodes with encoding-japanese, because iconv-lite has none of them.
const JAPANESE = /^(?:jis|iso-?2022-?jp|eucjp)/i
const UTF8 = /^utf-?8$/i
const SINGLE_BYTE = /^(?:iso-?8859-?|windows-?125|cp-?125|latin)/i
const ASCII = /^(?:us-?)?ascii$|^7bit$|^windows-1252$/i
// Anything but ASCII that is not the mark of a failed decoding: at least one character came out right.
const DECODED = /[\u0080-\ufffc]/
const META_CHARSET = /<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i
const META_SEARCHED = 1_024

/**
 * A browser drops NUL in some places and not in others, and shows a CR in a plain text; without them there is
 * nothing for it and the analyser to see differently.
 */
function tidy(text: string, mayHoldNul = true): string {
  const unmarked = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const lines = unmarked.includes('\r') ? unmarked.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : unmarked
  return mayHoldNul && lines.includes('\0') ? lines.replaceAll('\0', '') : lines
}

/** UTF-8 where at least something in it is; otherwise windows-1252, in which every byte is a character. */
function guess(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8')
  const isText = isUtf8(bytes) || DECODED.test(utf8)
  // Of text that is not Latin every other byte is 0: to look for NUL there took as long as to decode it.
  return tidy(isText ? utf8 : iconv.decode(bytes, 'windows-1252'), bytes.includes(0))
}

/** Letters of the charsets that have a byte for each do not come in just such pairs by chance. */
export function isMislabelledUtf8(bytes: Buffer, charset: string): boolean {
  return SINGLE_BYTE.test(charset) && isUtf8(bytes)
}

function byteOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/**
 * Bytes in the charset a sender named, or in none. A name nobody knows, and one the bytes contradict, is
 * passed over: the text then is UTF-8 if it can be, else windows-1252. Line breaks are LF, NUL is left out.
 * Never throws.
 */
export function decodeBytes(bytes: Buffer, charset: string | null): string {
  const marked = byteOrderMark(bytes) ?? charset
  if (marked === null) return guess(bytes)
  const name = normalizeCharset(marked)
  // Much UTF-8 is sent as US-ASCII, and Latin-1 as UTF-8.
  if (UTF8.test(name) || NOT_CHARSETS.test(name)) return guess(bytes)
  if (ASCII.test(name) && /ascii|7bit/i.test(marked)) return guess(bytes)
  if (isMislabelledUtf8(bytes, name)) return guess(bytes)
  try {
    if (JAPANESE.test(name)) {
      const isAsIs = isAscii(bytes) && !bytes.includes(0x1b)
      return tidy(isAsIs ? bytes.toString('latin1') : decodeKnown(bytes, name))
    }
    if (iconv.encodingExists(name)) return tidy(iconv.decode(bytes, name))
  } catch {
    // A codec that fails on these bytes knows them no better than the guess does.
  }
  return guess(bytes)
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
