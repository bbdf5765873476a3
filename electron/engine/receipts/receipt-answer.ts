import type { ReceiptAnswer } from '../../../shared/models/message.ts'
import { listAccounts } from '../store/accounts.ts'
import { placementOf } from '../store/bodies.ts'
import type { ReadableDatabase } from '../store/database.ts'
import { listIdentities } from '../store/identities.ts'
import type { StoredMessage } from '../store/messages.ts'
import { isIgnoredHere } from '../store/receipts-ignored.ts'
import { listCopies, readReceiptState } from '../store/receipts-sent.ts'
import { addressReceipt } from './address-receipt.ts'

/** RFC 3503: a program sent a receipt, or its user decided that none is sent. */
export const MDN_SENT = '$mdnsent'

/** What became of a mail's request for a receipt, and whom an answer tells; null where there is nobody to answer. */
export function readReceiptAnswer(
  db: ReadableDatabase,
  message: Pick<StoredMessage, 'id' | 'from' | 'to' | 'cc' | 'receipts'>,
): ReceiptAnswer | null {
  if (message.receipts.length === 0) return null
  const accountId = placementOf(db, message.id)?.accountId
  const account = listAccounts(db).find(({ id }) => id === accountId)
  if (account === undefined) return null
  const addresses = addressReceipt(message, account.address, listIdentities(db, account))
  return addresses && { ...addresses, state: stateOf() }

  function stateOf(): ReceiptAnswer['state'] {
    const here = readReceiptState(db, message.id)
    if (here !== undefined) return here === 'sending' ? 'unsure' : 'sent'
    if (isIgnoredHere(db, message.id)) return 'none'
    return listCopies(db, message.id).some(({ flags }) => flags.includes(MDN_SENT)) ? 'elsewhere' : 'none'
  }
}
