import { type MessageId, messageIdSchema } from '../../../shared/models/message.ts'
import { type ReferenceId, referenceIdSchema } from '../../../shared/models/remote-content.ts'

/** Ids that one mail has for its references: many times as many as it may have, so that few want the same one. */
const OF_ONE_MAIL = 2 ** 20

/**
 * Ids that say which mail and which place and address in it: the same after the mail was judged again, whatever came or
 * went, so that no page that still holds one asks for anything else by it. Where two want one id, the later takes the next.
 */
export function referenceIds(
  messageId: MessageId,
  references: readonly { part: number | null; kind: string; url: string }[],
): ReferenceId[] {
  const taken = new Set<number>()
  return references.map(({ part, kind, url }) => {
    let id = hash(`${part} ${kind} ${url}`) % OF_ONE_MAIL
    while (taken.has(id)) id = (id + 1) % OF_ONE_MAIL
    taken.add(id)
    return referenceIdSchema.parse(messageId * OF_ONE_MAIL + id)
  })
}

export function messageOfReference(id: ReferenceId): MessageId {
  return messageIdSchema.parse(Math.max(1, Math.floor(id / OF_ONE_MAIL)))
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}
