import type { Receipt } from '../../../shared/models/message.ts'

/**
 * Headers that ask the reader's program to report the reading or the delivery: RFC 8098 and what was in use
 * before and beside it. Curtain never answers one.
 */
const RECEIPT_HEADERS = new Set([
  'disposition-notification-to',
  'return-receipt-to',
  'x-confirm-reading-to',
  'read-receipt-to',
  'x-read-receipt-to',
  'generate-delivery-report',
  'x-disposition-notification-to',
  'return-receipt-requested',
  'x-pmrqc',
  'x-receipt-request',
  'x-msmail-return-receipt-to',
])
/** Reports of one message that are kept. */
const MAXIMUM = 20
/** Characters of an address that are kept (RFC 5321 allows 254). */
const MAXIMUM_ADDRESS = 320

/** Every request for a receipt, with the address that would get it ('' where the header has none). */
export function findReceipts(headers: readonly { name: string; value: string }[]): Receipt[] {
  const receipts: Receipt[] = []
  for (const { name, value } of headers) {
    if (!RECEIPT_HEADERS.has(name) || receipts.length >= MAXIMUM) continue
    const address = (/<([^<>]{1,320})>/.exec(value)?.[1] ?? value).trim().slice(0, MAXIMUM_ADDRESS)
    receipts.push({ header: name, address })
  }
  return receipts
}
