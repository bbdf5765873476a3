import type { BodyPart } from '../../../shared/models/message.ts'
import { decodeBytes, decodeHtmlBytes } from './decode-text.ts'
import { decodeTransfer } from './decode-transfer.ts'
import { decodeWords } from './decode-words.ts'
import { limits } from './limits.ts'
import type { MimePart } from './mime-tree.ts'
import { parseStructured } from './part-type.ts'
import { firstValue } from './read-headers.ts'

export interface UnshownContent {
  /**
   * html: a form of the body that lost to a better one, or was made for AMP or watches. calendar: iCalendar.
   * contact: vCard. The others are what a part's headers say about where it came from, or is to be had.
   */
  kind: 'html' | 'calendar' | 'contact' | 'content-location' | 'external-body'
  /** Decoded text; of the last two kinds one address, absolute or not. */
  content: string
}

const READ_TYPES = new Map<string, UnshownContent['kind']>([
  ['text/x-amp-html', 'html'],
  ['text/watch-html', 'html'],
  ['text/calendar', 'calendar'],
  ['text/x-vcalendar', 'calendar'],
  ['application/ics', 'calendar'],
  ['text/vcard', 'contact'],
  ['text/x-vcard', 'contact'],
  ['text/directory', 'contact'],
])
const LOCATION_HEADERS = ['content-location', 'content-base']

/** Whether its content is read though nobody sees it. */
export function isReadUnshown(mediaType: string): boolean {
  return READ_TYPES.has(mediaType)
}

/**
 * Reads the small text parts that no reader of Curtain sees, attached ones too, and no other attachment. A message
 * inside the message is a mail of its own: what stands in it is judged when somebody opens it.
 *
 * @param alternatives the forms of the body that are not shown, decoded already
 */
export function readUnshown(
  source: Buffer,
  root: MimePart,
  alternatives: readonly BodyPart[],
): UnshownContent[] {
  const found: UnshownContent[] = []
  let bytesLeft: number = limits.unshown
  for (const { kind, content } of alternatives) if (kind === 'html') found.push({ kind, content })

  function readText(part: MimePart): string {
    const size = Math.min(part.end - part.start, limits.unshownPart, bytesLeft)
    bytesLeft -= size
    const bytes = decodeTransfer(source.subarray(part.start, part.start + size), part.encoding)
    const isHtml = READ_TYPES.get(part.mediaType) === 'html'
    return isHtml ? decodeHtmlBytes(bytes, part.charset) : decodeBytes(bytes, part.charset)
  }

  function visit(part: MimePart): void {
    for (const name of LOCATION_HEADERS) {
      const location = firstValue(part.headers, name)
      if (location) found.push({ kind: 'content-location', content: unfoldAddress(location) })
    }
    if (part.mediaType === 'message/external-body') {
      const address = externalAddress(firstValue(part.headers, 'content-type'))
      if (address !== null) found.push({ kind: 'external-body', content: address })
    }
    const kind = READ_TYPES.get(part.mediaType)
    if (kind !== undefined && bytesLeft > 0) {
      const content = readText(part)
      if (content.trim() !== '') found.push({ kind, content })
    }
    for (const child of part.children) visit(child)
  }

  visit(root)
  return found
}

/** An address too long for one line is broken anywhere, and its breaks are no part of it (RFC 2017 3, RFC 2557 4.4). */
function unfoldAddress(value: string): string {
  const decoded = decodeWords(value)
  return decoded.replaceAll(/\s+/g, '')
}

/** By `URL` (RFC 2017), or by the host and name of a file (RFC 2046 5.2.3.1); no other access leaves the machine. */
function externalAddress(contentType: string | undefined): string | null {
  const { params } = parseStructured(contentType)
  const url = params.get('url')
  if (url) return unfoldAddress(url)
  const access = params.get('access-type')?.toLowerCase()
  const site = params.get('site')
  if (!site || (access !== 'ftp' && access !== 'anon-ftp')) return null
  const path = [params.get('directory'), params.get('name')].filter((step) => step).join('/')
  return `ftp://${site}/${path.replace(/^\/+/, '')}`
}
