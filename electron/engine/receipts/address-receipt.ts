import type { Mailbox, Receipt } from '../../../shared/models/message.ts'
import { isOneAddress } from '../compose/build-receipt.ts'

/** The only one that is a standard for being told of the reading (RFC 8098). */
const STANDARD = 'disposition-notification-to'

/**
 * Who tells whom. It comes from that address of the reader's which the sender used, so that nobody learns another.
 *
 * @param own every address of the reader's, in lower case.
 * @returns null where no address can be answered, or the reader asked for it in a mail of their own.
 */
export function addressReceipt(
  mail: { from: Mailbox; to: readonly Mailbox[]; cc: readonly Mailbox[]; receipts: readonly Receipt[] },
  accountAddress: string,
  own: readonly string[],
): { from: string; to: string } | null {
  const isOwn = (address: string) => own.includes(address.toLowerCase())
  const requests = [
    ...mail.receipts.filter(({ header }) => header === STANDARD),
    ...mail.receipts.filter(({ header }) => header !== STANDARD),
  ]
  // Some headers ask without naming anybody.
  const to = requests.map(({ address }) => address || mail.from.address).find(isOneAddress)
  const used = [...mail.to, ...mail.cc].map(({ address }) => address).find(isOwn)
  const from = used ?? accountAddress
  return to === undefined || isOwn(to) || !isOneAddress(from) ? null : { from, to }
}
