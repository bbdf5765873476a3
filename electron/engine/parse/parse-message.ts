import type { BodyPart, Mailbox } from '../../../shared/models/message.ts'
import { type Authentication, readAuthentication } from './authentication.ts'
import { tidyLine, withoutControls } from './clean-text.ts'
import { decodeWords } from './decode-words.ts'
import { limits } from './limits.ts'
import { listAttachments, type ParsedAttachment } from './list-attachments.ts'
import { readMimeTree } from './mime-tree.ts'
import { parseDate } from './parse-date.ts'
import { readBody } from './read-body.ts'
import { firstValue, type RawHeader } from './read-headers.ts'
import { readMailboxes } from './read-mailboxes.ts'
import { readUnshown, type UnshownContent } from './read-unshown.ts'
import { readSearchText } from './search-text.ts'

/**
 * Raised with every change of what parseMessage makes of a mail, or of how that is indexed (fold-for-search.ts); what
 * an older one made is made again.
 */
export const PARSER_VERSION = 4

export interface Header {
  /** Lower case. */
  name: string
  /** Unfolded, encoded words decoded. */
  value: string
}

export interface ParsedMessage {
  /** In order, topmost first. */
  headers: Header[]
  subject: string
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  replyTo: Mailbox[]
  /** Message-ids keep their angle brackets, as in IMAP's ENVELOPE. */
  messageId: string | null
  inReplyTo: string | null
  /** Oldest first. */
  references: string[]
  /** The identifier of RFC 2919, without angle brackets. */
  listId: string | null
  authentication: Authentication
  /** The Date header, Unix time in ms. */
  date: number | null
  /** Every displayable text part apart, in order; the richest form where there are several. */
  parts: BodyPart[]
  /** What Curtain never shows and another program would read, and fetch from. */
  unshown: UnshownContent[]
  attachments: ParsedAttachment[]
  /** Plain text of all there is to read, for search. */
  text: string
  /** One line for the list. */
  snippet: string
  /** The mail goes beyond `limits`; this is its beginning. */
  truncated: boolean
}

const MESSAGE_ID = /<[^<>\s]{1,998}>/g

function decodeHeader(header: RawHeader): Header {
  return header.value.includes('=?')
    ? { name: header.name, value: withoutControls(decodeWords(header.value)) }
    : header
}

function messageIds(value: string | undefined): string[] {
  return value?.match(MESSAGE_ID) ?? []
}

/** The thread's root and the latest: what lies between says least. */
function threadReferences(value: string | undefined): string[] {
  const ids = [...new Set(messageIds(value))]
  return ids.length <= limits.references ? ids : [...ids.slice(0, 1), ...ids.slice(1 - limits.references)]
}

function listIdentifier(value: string | undefined): string | null {
  if (value === undefined) return null
  const line = tidyLine(value)
  return (/<([^<>]+)>\s*$/.exec(line)?.[1] ?? line) || null
}

/**
 * Reads a whole mail: bounded by `limits`, in time proportional to its size, without decoding attachments.
 * Never throws: of a broken mail it gives what can be read, of an empty one an empty message.
 */
export function parseMessage(source: Uint8Array): ParsedMessage {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const tree = readMimeTree(bytes)
  const raw = tree.root.headers
  const body = readBody(bytes, tree.root)
  const headers = raw.map(decodeHeader)
  const subject = tidyLine(firstValue(headers, 'subject') ?? '')
  const from = readMailboxes(raw, 'from')[0] ?? readMailboxes(raw, 'sender')[0] ?? { name: '', address: '' }
  const messageId = messageIds(firstValue(raw, 'message-id'))[0] ?? null
  const inReplyTo = messageIds(firstValue(raw, 'in-reply-to'))[0] ?? null
  const references = threadReferences(firstValue(raw, 'references'))
  return {
    headers,
    subject,
    from,
    to: readMailboxes(raw, 'to'),
    cc: readMailboxes(raw, 'cc'),
    replyTo: readMailboxes(raw, 'reply-to'),
    messageId,
    inReplyTo,
    references,
    listId: listIdentifier(firstValue(headers, 'list-id')),
    authentication: readAuthentication(raw, from.address),
    date: parseDate(firstValue(raw, 'date') ?? ''),
    parts: body.parts,
    unshown: readUnshown(bytes, tree.root, body.alternatives),
    attachments: listAttachments(bytes, body.attachments, body.parts),
    ...readSearchText(body.parts, body.alternatives),
    truncated: tree.truncated || body.truncated,
  }
}
