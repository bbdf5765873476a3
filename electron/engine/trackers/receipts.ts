import type { Receipt } from '../../../shared/models/message.ts'

/**
 * Headers that name who is to be told of the reading or the delivery: RFC 8098, and what programs wrote before and
 * beside it. `x-confirm-reading-to` is Pegasus Mail's and FairEmail's, `x-chameleon-return-to` NetManage's,
 * `registered-mail-reply-requested-by` X.400's by way of old gateways.
 */
const ASKS_FOR_ADDRESS = new Set([
  'disposition-notification-to',
  'x-disposition-notification-to',
  'return-receipt-to',
  'x-return-receipt-to',
  'read-receipt-to',
  'x-read-receipt-to',
  'receipt-requested-to',
  'x-receipt-to',
  'x-confirm-reading-to',
  'x-confirm-delivery-to',
  'x-msmail-return-receipt-to',
  'x-chameleon-return-to',
  'registered-mail-reply-requested-by',
])
/** Headers that ask by being there, or by a word: a gateway of X.400 (RFC 2156), Pegasus Mail, others. */
const ASKS_AT_ALL = new Set([
  'generate-delivery-report',
  'return-receipt-requested',
  'read-receipt-requested',
  'x-pmrqc',
  'x-receipt-request',
])
const DECLINES = /^(?:no|none|never|false|off|0)$/i
/** Reports of one message that are kept. */
const MAXIMUM = 20
/** Characters of a header that are read, and of an address that are kept (RFC 5321 allows 254). */
const MAXIMUM_VALUE = 8_000
const MAXIMUM_ADDRESS = 320
const BRACKETED = /<([^<>]*)>/g

/** Every request for a receipt, one for each address that would get it ('' where the header names none). */
export function findReceipts(headers: readonly { name: string; value: string }[]): Receipt[] {
  const receipts: Receipt[] = []
  for (const { name, value } of headers) {
    if (ASKS_FOR_ADDRESS.has(name)) {
      for (const address of addressesOf(value)) receipts.push({ header: name, address })
    } else if (ASKS_AT_ALL.has(name) && !DECLINES.test(value.trim())) {
      const address = addressesOf(value).find((one) => one.includes('@')) ?? ''
      receipts.push({ header: name, address })
    }
    if (receipts.length >= MAXIMUM) return receipts.slice(0, MAXIMUM)
  }
  return receipts
}

/** Without names and brackets. A word that is no address names a user of the sender's own machine. */
function addressesOf(value: string): string[] {
  const read = value.slice(0, MAXIMUM_VALUE)
  const bracketed = [...read.matchAll(BRACKETED)].map(([, address = '']) => address)
  return (bracketed.length > 0 ? bracketed : read.split(','))
    .map((address) => address.trim().slice(0, MAXIMUM_ADDRESS))
    .filter((address) => address !== '')
}
