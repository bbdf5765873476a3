import { randomUUID } from 'node:crypto'
import { MailError } from '../../../shared/errors.ts'

export interface ReceiptFacts {
  /** The reader's address: the final recipient. */
  from: string
  /** What the asking header named. */
  to: string
  /** Message-ID of the mail that was read, in its brackets; null where it has none. */
  messageId: string | null
  subject: string
  /** What a person reads, in the reader's language. */
  text: string
}

/** One address and nothing else; ASCII, as a receipt is never sent with SMTPUTF8. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/
const ASCII = /^[\x21-\x7e]+$/
const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/
const MAXIMUM_ADDRESS = 254

/**
 * The notification of RFC 8098 that the reader sent by hand. It names no program, no machine, and nothing of the
 * mail but its Message-ID, and no other time than that of sending: not when the mail was read.
 *
 * @throws MailError 'bad-request' when an address is none, or more than one.
 */
export function buildReceipt({ from, to, messageId, subject, text }: ReceiptFacts): string {
  if (![from, to].every(isOneAddress)) throw new MailError('bad-request')
  const boundary = randomUUID()
  // One that could end its line, or is none, is left out rather than repaired.
  const original = messageId !== null && MESSAGE_ID.test(messageId) ? messageId : null
  return [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${encodeWord(subject)}`,
    // In UTC: the zone tells where the reader is.
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${from.split('@')[1]}>`,
    ...(original === null ? [] : [`In-Reply-To: ${original}`, `References: ${original}`]),
    'Auto-Submitted: no',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=disposition-notification;\r\n boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    toBase64Lines(`${text}\r\n`),
    `--${boundary}`,
    'Content-Type: message/disposition-notification',
    '',
    `Final-Recipient: rfc822;${from}`,
    ...(original === null ? [] : [`Original-Message-ID: ${original}`]),
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

/** In ASCII, which is all that a receipt can carry. */
export function isOneAddress(address: string): boolean {
  return address.length <= MAXIMUM_ADDRESS && ASCII.test(address) && ADDRESS.test(address)
}

/** RFC 2047, in words of at most 75 characters; no letter is split between two. */
function encodeWord(text: string): string {
  const words = text.match(/.{1,11}/gsu) ?? []
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

function toBase64Lines(text: string): string {
  return Buffer.from(text)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n')
}
