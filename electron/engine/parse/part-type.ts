import libmime from 'libmime'
import { tidyFilename } from './clean-text.ts'
import type { TransferEncoding } from './decode-transfer.ts'
import { decodeWords } from './decode-words.ts'
import { limits } from './limits.ts'
import { firstValue, type RawHeader } from './read-headers.ts'

/** What the headers of one part say about it. */
export interface PartType {
  /** Lower case, always with a slash. */
  mediaType: string
  charset: string | null
  boundary: string | null
  /** format=flowed of RFC 3676, and whether its DelSp is yes. */
  flowed: 'no' | 'flowed' | 'delsp'
  disposition: 'attachment' | 'inline' | null
  filename: string | null
  /** Without angle brackets. */
  contentId: string | null
  encoding: TransferEncoding
}

// "multipart/mixed boundary=x": the semicolon is often forgotten, and without it all parts would be.
const NO_SEMICOLON = /^([^\s;/]+\/[^\s;/]+)\s+(?=[\w-]+=)/
const MEDIA_TYPE = /^[!#$&\-^_.+\w]{1,127}\/[!#$&\-^_.+\w]{1,127}$/

/** A header of MIME: its value in lower case, and its parameters by lower-case name. */
interface Structured {
  value: string
  params: Map<string, string>
}

export function parseStructured(raw: string | undefined): Structured {
  if (raw === undefined) return { value: '', params: new Map() }
  const header = raw.slice(0, limits.mimeHeaderValue).replace(NO_SEMICOLON, '$1; ')
  if (!/[;("]/.test(header)) return { value: header.toLowerCase(), params: new Map() }
  const { value, params, decodedParams } = libmime.parseHeaderValue(header, { stripComments: true })
  // RFC 2231 values are decoded by now; many senders put encoded words there instead, which RFC 2047 forbids.
  const decoded = Object.entries(params).map(([name, text]): [string, string] => [
    name,
    decodedParams.includes(name) ? text : decodeWords(text),
  ])
  return { value: value.trim().toLowerCase(), params: new Map(decoded) }
}

function readEncoding(raw: string | undefined): TransferEncoding {
  const { value } = parseStructured(raw)
  if (value === 'base64') return 'base64'
  return value === 'quoted-printable' ? 'quoted-printable' : 'none'
}

function readMediaType(value: string, fallback: string): string {
  if (MEDIA_TYPE.test(value)) return value
  // Senders before MIME was settled wrote "text"; RFC 2045 5.2 has everything unreadable be plain text.
  if (value === 'html') return 'text/html'
  return value === '' ? fallback : 'text/plain'
}

/** @param fallback media type of a part that names none: text/plain, or message/rfc822 in a digest. */
export function readPartType(headers: readonly RawHeader[], fallback: string): PartType {
  const type = parseStructured(firstValue(headers, 'content-type'))
  const disposition = parseStructured(firstValue(headers, 'content-disposition'))
  const filename = disposition.params.get('filename') || type.params.get('name') || null
  const flowed = type.params.get('format')?.toLowerCase() === 'flowed'
  const contentId = firstValue(headers, 'content-id')?.slice(0, limits.line).replace(/^<|>$/g, '').trim()
  const mediaType = readMediaType(type.value, fallback)
  const named = mediaType === 'application/octet-stream' && filename !== null
  return {
    // What a program that knew no better sent as bytes is what its name says.
    mediaType: named ? libmime.detectMimeType(filename) : mediaType,
    charset: type.params.get('charset') || null,
    boundary: type.params.get('boundary') || null,
    flowed: !flowed ? 'no' : type.params.get('delsp')?.toLowerCase() === 'yes' ? 'delsp' : 'flowed',
    // RFC 2183 2.8: a disposition nobody knows is treated as an attachment.
    disposition: disposition.value === '' ? null : disposition.value === 'inline' ? 'inline' : 'attachment',
    filename: filename === null ? null : tidyFilename(filename) || null,
    contentId: contentId || null,
    encoding: readEncoding(firstValue(headers, 'content-transfer-encoding')),
  }
}
