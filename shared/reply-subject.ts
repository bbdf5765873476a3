/**
 * Prefixes that mail programs put before a subject when replying or forwarding, in the languages they do it
 * in, with counts as in "Re[2]:", and the tags mailing lists add.
 */
const PREFIX =
  /^(?:(?:re|fwd?|aw|wg|sv|vs|vb|antw|odp|pd|res|enc|rv|tr|rif|r|i|ynt|ilt|رد|إعادة توجيه|回复|转发|回覆|轉寄|답장|전달)(?:\[\d{1,4}\])?\s?[:：]|\[[^\]]{1,60}\])\s*/iu
/** Those of them that a reply has. */
const REPLY = /^(?:re|aw|sv|vs|antw|odp|res|rif|r|ynt|رد|回复|回覆|답장)(?:\[\d{1,4}\])?\s?[:：]/iu
const LIST_TAGS = /^(?:\[[^\]]{1,60}\]\s*){1,3}/
/** Prefixes taken off one subject. */
const MOST_PREFIXES = 20

/** The subject that all mails of a conversation share, in lower case. */
export function normaliseSubject(subject: string): string {
  let rest = subject.normalize('NFC').trim()
  for (let taken = 0; taken < MOST_PREFIXES; taken++) {
    const shorter = rest.replace(PREFIX, '')
    if (shorter === rest || shorter === '') break
    rest = shorter
  }
  return rest.toLowerCase()
}

/** Whether the subject says that its mail answers another; a forwarded reply does not, nor does "Re:" alone. */
export function isReplySubject(subject: string): boolean {
  const line = subject.normalize('NFC').trim()
  const untagged = line.replace(LIST_TAGS, '')
  return REPLY.test(untagged) && untagged.replace(REPLY, '').trim() !== ''
}
