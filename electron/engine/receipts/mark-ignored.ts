import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { InFolder } from '../network/in-folder.ts'
import type { Store } from '../store/open-store.ts'
import { type Ignored, leaveToOthers, listIgnored, saveIgnored } from '../store/receipts-ignored.ts'
import { askCopies } from './ask-copies.ts'
import { isNotOpened, markCopies } from './mark-answered.ts'

/**
 * Tells the server of every request for a receipt that was left alone here, so that the user's other programs neither ask
 * nor answer (RFC 3503). What the server does not learn now is tried again when this is next called.
 *
 * @param changed is told of mails with which another program had dealt before.
 * @throws MailError
 */
export async function markIgnored(
  store: Store,
  inFolder: InFolder,
  account: Account,
  changed: (messageId: MessageId) => void,
): Promise<void> {
  for (const one of listIgnored(store.read, account.id)) {
    try {
      if ((await isOurs(one)) && (await markCopies(store, inFolder, account, one.messageId))) {
        store.write((db) => saveIgnored(db, one.messageId, 'marked'))
      }
    } catch (error) {
      // One that others only let the user read, say.
      if (!isNotOpened(error)) throw error
      store.write((db) => leaveToOthers(db, one.messageId))
    }
  }

  /** Stored before the first mark is set: from then on a mark can be ours. */
  async function isOurs({ messageId, state }: Ignored): Promise<boolean> {
    if (state === 'ours') return true
    const answer = await askCopies(store, inFolder, account, messageId)
    if (answer === 'open') store.write((db) => saveIgnored(db, messageId, 'ours'))
    if (answer === 'dealt-with') {
      store.write((db) => leaveToOthers(db, messageId))
      changed(messageId)
    }
    return answer === 'open'
  }
}
