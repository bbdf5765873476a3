import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { encodedLimit, listUnwanted } from '../store/left-out.ts'
import { largestKept } from '../store/offline.ts'
import { bringLeftOut, MOST_KEPT } from './bring-left-out.ts'
import type { AccountSync } from './sync-account.ts'
import { placeOf } from './where-it-is.ts'

/** Brings attachments that stayed on the server and are not too large to be kept any more, since the user chose so. */
export async function completeAttachments(first: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account, log, mayGoOn, signal } = sync
  const most = Math.min(MOST_KEPT, encodedLimit(largestKept(store.read, account.id) ?? MOST_KEPT))
  const tried = new Set<MessageId>()
  let client = first
  for (;;) {
    const next = listUnwanted(store.read, account.id, most, tried.size + 1).find(
      ({ messageId }) => !tried.has(messageId),
    )
    if (next === undefined || !mayGoOn()) return
    tried.add(next.messageId)
    client = await sync.makeRoom(client)
    signal.throwIfAborted()
    try {
      await bringLeftOut(store, (messageId, bring) => bring(client, placeOf(store, messageId)), next)
      // Its other ones come by and by.
      tried.delete(next.messageId)
    } catch (error) {
      // One that can't be had now is left where it is.
      if (!(error instanceof MailError) || !client.usable || error.code === 'disk-full') throw error
      log.failure('attachment-left', error, { message: next.messageId })
    }
  }
}
