import { decodeTransfer, type TransferEncoding } from './decode-transfer.ts'

/**
 * The bytes of an attachment, decoded when they are asked for and not before.
 * @param at byte range in the source, as parseMessage gave it; what of it lies outside the source is not there
 */
export function readAttachment(
  source: Uint8Array,
  at: { start: number; end: number; encoding: TransferEncoding },
): Uint8Array {
  const whole = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  // Memory of its own: a view would take the whole mail, or Node's shared pool, along to the next process.
  return new Uint8Array(decodeTransfer(whole.subarray(at.start, at.end), at.encoding))
}
