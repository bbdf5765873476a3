import libmime from 'libmime'
import type { BodyPart } from '../../../shared/models/message.ts'
import { tidyFilename } from './clean-text.ts'
import { decodedSize, type TransferEncoding } from './decode-transfer.ts'
import { decodeWords } from './decode-words.ts'
import type { MimePart } from './mime-tree.ts'
import { firstValue, readHeaders } from './read-headers.ts'

export interface ParsedAttachment {
  filename: string
  mediaType: string
  /** Bytes once decoded; close, not exact, where they are quoted-printable. */
  size: number
  /** Without angle brackets. */
  contentId: string | null
  /** The body shows it by its content-id, so it need not be listed. */
  inline: boolean
  /** Byte range in the source, still encoded: see readAttachment. */
  start: number
  end: number
  encoding: TransferEncoding
}

const CONTENT_ID_URL = /\bcid:([^"'\s<>()]{1,998})/gi
/** Media types whose usual extension libmime does not know or puts differently. */
const EXTENSIONS = new Map([
  ['message/rfc822', 'eml'],
  ['message/delivery-status', 'txt'],
  ['message/disposition-notification', 'txt'],
  ['text/rfc822-headers', 'txt'],
  ['text/calendar', 'ics'],
])

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Content-ids the shown HTML refers to (RFC 2392). */
function shownContentIds(parts: readonly BodyPart[]): Set<string> {
  const shown = new Set<string>()
  for (const part of parts) {
    if (part.kind !== 'html') continue
    for (const match of part.content.matchAll(CONTENT_ID_URL)) {
      shown.add(decodePercent((match[1] ?? '').replaceAll('&amp;', '&')))
    }
  }
  return shown
}

/** A name for a part that came without: a forwarded mail is named by its subject. */
function inventFilename(source: Buffer, part: MimePart, position: number): string {
  const extension = EXTENSIONS.get(part.mediaType) ?? libmime.detectExtension(part.mediaType)
  const subject =
    part.mediaType === 'message/rfc822' && part.encoding === 'none'
      ? firstValue(readHeaders(source, part.start, part.end).headers, 'subject')
      : undefined
  const name = subject === undefined ? '' : tidyFilename(decodeWords(subject).replace(/[/\\]/g, '-'))
  return `${name || `part-${position}`}.${extension}`
}

/** The parts that are no body, with where their bytes lie. None is decoded. */
export function listAttachments(
  source: Buffer,
  attachments: readonly MimePart[],
  parts: readonly BodyPart[],
): ParsedAttachment[] {
  const shown = attachments.some((part) => part.contentId !== null) ? shownContentIds(parts) : new Set()
  return attachments.map((part, index) => ({
    filename: part.filename ?? inventFilename(source, part, index + 1),
    mediaType: part.mediaType,
    size: decodedSize(source.subarray(part.start, part.end), part.encoding),
    contentId: part.contentId,
    inline: part.contentId !== null && shown.has(part.contentId),
    start: part.start,
    end: part.end,
    encoding: part.encoding,
  }))
}
