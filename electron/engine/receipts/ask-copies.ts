import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { InFolder } from '../network/in-folder.ts'
import type { Store } from '../store/open-store.ts'
import { saveFlags } from '../store/placements.ts'
import { listCopies } from '../store/receipts-sent.ts'
import { MDN_SENT } from './receipt-answer.ts'

/**
 * Asks the server whether one of the user's programs has dealt with a mail's request for a receipt: what the last sync
 * saw may be old.
 *
 * @returns null when not every copy can be asked now.
 * @throws MailError
 */
export async function askCopies(
  store: Store,
  inFolder: InFolder,
  account: Account,
  messageId: MessageId,
): Promise<'open' | 'dealt-with' | null> {
  const copies = listCopies(store.read, messageId).filter(({ uid }) => uid > 0)
  if (copies.length === 0) return null
  for (const { folderId, path, uid, uidValidity } of copies) {
    const flags = await inFolder(account, path, async (client, folder) => {
      if (folder.uidValidity !== uidValidity) return undefined
      const found = await client.fetchOne(String(uid), { flags: true }, { uid: true })
      return found ? [...(found.flags ?? [])] : undefined
    })
    if (flags === undefined) return null
    if (!flags.some((flag) => flag.toLowerCase() === MDN_SENT)) continue
    store.write((db) => saveFlags(db, folderId, [{ uid, flags }]))
    return 'dealt-with'
  }
  return 'open'
}
