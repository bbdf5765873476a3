import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ActingFolder, InFolder } from '../network/in-folder.ts'
import type { Store } from '../store/open-store.ts'
import { type Copy, listCopies, listUnmarked, saveReceiptState } from '../store/receipts-sent.ts'

/** As the registry of IMAP keywords spells it; servers compare without case (RFC 9051 2.3.2). */
const KEYWORD = '$MDNSent'

/**
 * Tells the server of every receipt that was sent, so that the user's other programs neither ask nor answer. What
 * the server does not learn now is tried again when this is next called.
 *
 * @throws MailError
 */
export async function markAnswered(store: Store, inFolder: InFolder, account: Account): Promise<void> {
  for (const messageId of listUnmarked(store.read, account.id)) {
    try {
      if (await markCopies(store, inFolder, account, messageId)) {
        store.write((db) => saveReceiptState(db, messageId, 'marked'))
      }
    } catch (error) {
      if (!isNotOpened(error)) throw error
    }
  }
}

/** Whether the server does not open this one folder: that holds up no other mail. */
export function isNotOpened(error: unknown): boolean {
  return error instanceof MailError && (error.code === 'not-found' || error.code === 'server-refused')
}

/** @returns whether every copy on the server has the mark, or can't have it. */
export async function markCopies(
  store: Store,
  inFolder: InFolder,
  account: Account,
  id: MessageId,
): Promise<boolean> {
  const copies = listCopies(store.read, id)
  let marked = copies.length > 0
  for (const copy of copies) {
    // Where it lies is not known yet: it is on its way there.
    const done = copy.uid > 0 && (await inFolder(account, copy.path, (...at) => markCopy(copy, ...at)))
    marked &&= done
  }
  return marked
}

/** @returns whether nothing is left to do. */
async function markCopy(copy: Copy, client: ImapFlow, folder: ActingFolder): Promise<boolean> {
  if (folder.uidValidity !== copy.uidValidity) return false
  const kept = folder.permanentFlags && [...folder.permanentFlags]
  const keyword = kept ? kept.find((flag) => flag.toLowerCase() === KEYWORD.toLowerCase()) : KEYWORD
  if (keyword === undefined) return true
  const stored = await client.messageFlagsAdd(String(copy.uid), [keyword], { uid: true, silent: true })
  // A server that says no while the connection lives will say so again.
  return stored || client.usable
}
