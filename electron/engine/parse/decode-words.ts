import { isAscii } from 'node:buffer'
import libmime from 'libmime'
import { isMislabelledUtf8 } from './decode-text.ts'
import { decodeTransfer } from './decode-transfer.ts'

const WORD = /=\?([^?*\s]{1,100})(?:\*[^?\s]{0,100})?\?([bq])\?([^?]*)\?=/gi

/** The encoded words of a header (RFC 2047) as text. As `decodeBytes`, it believes bytes before a charset's name. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const words = [...value.matchAll(WORD)]
  const bytes = Buffer.concat(words.map(([, , encoding = '', text = '']) => bytesOf(encoding, text)))
  // All at once: a letter may be cut where a word ends.
  const isWrong = !isAscii(bytes) && words.every(([, charset = '']) => isMislabelledUtf8(bytes, charset))
  return libmime.decodeWords(isWrong ? value.replace(WORD, '=?utf-8?$2?$3?=') : value)
}

function bytesOf(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64')
  return decodeTransfer(Buffer.from(text.replaceAll('_', ' '), 'latin1'), 'quoted-printable')
}
