import type { ImapFlow } from 'imapflow'
import { refusalOf } from './refusal.ts'

/**
 * Expunges these mails of the open folder and no others. Without UID EXPUNGE (RFC 4315) that takes what other
 * programs have marked as deleted along; so those lose their mark until it is over.
 *
 * @param set a sequence set of UIDs.
 * @returns false when the server refuses.
 */
export async function removeForEver(client: ImapFlow, set: string): Promise<boolean> {
  if (client.capabilities.has('UIDPLUS')) return client.messageDelete(set, { uid: true })
  const marked = await client.search({ deleted: true }, { uid: true })
  if (!Array.isArray(marked)) throw refusalOf(client)
  const ours = new Set(set.split(',').map(Number))
  const others = marked.filter((uid) => !ours.has(uid)).join(',')
  const options = { uid: true, silent: true }
  if (others !== '' && !(await client.messageFlagsRemove(others, ['\\Deleted'], options))) return false
  try {
    return await client.messageDelete(set, { uid: true })
  } finally {
    if (others !== '') await client.messageFlagsAdd(others, ['\\Deleted'], options)
  }
}
