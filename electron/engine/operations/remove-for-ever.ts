import type { ImapFlow } from 'imapflow'
import { hasCapability } from '../network/has-capability.ts'
import { intoSets, toSequenceSet } from '../network/sequence-set.ts'
import { refusalOf } from './refusal.ts'

/**
 * Expunges these mails of the open folder and no others. Without UID EXPUNGE (RFC 4315) that takes what other
 * programs have marked as deleted along; so those lose their mark until it is over.
 *
 * @returns false when the server refuses.
 */
export async function removeForEver(client: ImapFlow, uids: readonly number[]): Promise<boolean> {
  const set = toSequenceSet(uids)
  if (hasCapability(client, 'UIDPLUS')) return client.messageDelete(set, { uid: true })
  const marked = await client.search({ deleted: true }, { uid: true })
  if (!Array.isArray(marked)) throw refusalOf(client)
  const ours = new Set(uids)
  const others = intoSets(marked.filter((uid) => !ours.has(uid))).map(toSequenceSet)
  const options = { uid: true, silent: true }
  const spared: string[] = []
  try {
    for (const some of others) {
      if (!(await client.messageFlagsRemove(some, ['\\Deleted'], options))) return false
      spared.push(some)
    }
    return await client.messageDelete(set, { uid: true })
  } finally {
    for (const some of spared) await client.messageFlagsAdd(some, ['\\Deleted'], options)
  }
}
