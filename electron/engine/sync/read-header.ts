import type { FetchMessageObject, MessageAddressObject, MessageStructureObject } from 'imapflow'
import type { Mailbox } from '../../../shared/models/message.ts'
import type { HeaderRow } from '../store/placements.ts'

/** What is asked of the server for a row of the list. */
export const HEADER_QUERY = {
  uid: true,
  flags: true,
  internalDate: true,
  size: true,
  envelope: true,
  bodyStructure: true,
} as const

// A header may be as long as the server likes; a row of the list need not be.
const MAX_TEXT = 10_000
const MAX_ID = 255
const MAX_MAILBOXES = 500

function toMailboxes(addresses: readonly MessageAddressObject[] | undefined): Mailbox[] {
  return (addresses ?? []).slice(0, MAX_MAILBOXES).map(({ name, address }) => ({
    name: (name ?? '').slice(0, MAX_TEXT),
    address: (address ?? '').slice(0, MAX_TEXT),
  }))
}

function toTime(date: Date | string | undefined): number {
  const time = date instanceof Date ? date.getTime() : Date.parse(date ?? '')
  return Number.isFinite(time) ? time : 0
}

/** A leaf that is neither text of the mail nor a picture shown in it. */
function isAttachment(part: MessageStructureObject): boolean {
  if (part.disposition?.toLowerCase() === 'attachment') return true
  const type = part.type.toLowerCase()
  if (type.startsWith('multipart/') || type === 'text/plain' || type === 'text/html') return false
  return !(type.startsWith('image/') && part.id !== undefined)
}

/** Guessed from the structure until the body is here; without recursion, for it is as deep as the sender likes. */
function hasAttachments(root: MessageStructureObject | undefined): boolean {
  const open = root === undefined ? [] : [root]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (isAttachment(part)) return true
    if (part.type.toLowerCase() !== 'message/rfc822') open.push(...(part.childNodes ?? []))
  }
  return false
}

/** A server may leave out or garble any item: the mail is listed all the same, with what there is. */
export function readHeader(message: FetchMessageObject): HeaderRow {
  const { envelope } = message
  return {
    uid: message.uid,
    flags: [...(message.flags ?? [])],
    internalDate: toTime(message.internalDate) || toTime(envelope?.date),
    size: message.size ?? 0,
    from: toMailboxes(envelope?.from)[0] ?? { name: '', address: '' },
    to: toMailboxes(envelope?.to),
    cc: toMailboxes(envelope?.cc),
    replyTo: toMailboxes(envelope?.replyTo),
    subject: (envelope?.subject ?? '').slice(0, MAX_TEXT),
    messageIdHeader: envelope?.messageId?.slice(0, MAX_TEXT) || null,
    emailId: message.emailId?.slice(0, MAX_ID) || null,
    inReplyTo: envelope?.inReplyTo?.slice(0, MAX_TEXT) || null,
    hasAttachments: hasAttachments(message.bodyStructure),
  }
}
