import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { AttachmentEncoding } from './ingested-message.ts'
import { compress, unpack } from './packed.ts'
import { sql } from './sql.ts'

/** An attachment that is empty in a stored source: its bytes, still encoded, are on the server. */
export interface LeftOut {
  /** Where in the stored source they are missing. */
  at: number
  /** Where they begin in the whole source. */
  start: number
  length: number
}

/** `here`: how many of its bytes are stored by now, from their beginning. */
export type StoredLeftOut = LeftOut & { here: number }

/** In place of what was left out of an earlier source of the mail. */
export function saveLeftOut(db: WritableDatabase, messageId: MessageId, all: readonly LeftOut[]): void {
  db.run(sql`DELETE FROM left_out WHERE message_id = ${messageId}`)
  for (const { at, start, length } of all) {
    db.run(sql`
      INSERT INTO left_out (message_id, at, start, length) VALUES (${messageId}, ${at}, ${start}, ${length})`)
  }
}

/** In the order in which they stand in the mail. */
export function listLeftOut(db: ReadableDatabase, messageId: MessageId): StoredLeftOut[] {
  return db.all(sql<StoredLeftOut>`
    SELECT at, start, length, here FROM left_out WHERE message_id = ${messageId} ORDER BY at`)
}

/** What would not be left out any more, the newest mail first. @param most bytes as they are sent */
export function listUnwanted(
  db: ReadableDatabase,
  accountId: AccountId,
  most: number,
  limit: number,
): { messageId: MessageId; at: number }[] {
  return db.all(sql<{ messageId: MessageId; at: number }>`
    SELECT m.id AS messageId, l.at FROM left_out AS l CROSS JOIN messages AS m ON m.id = l.message_id
    WHERE m.account_id = ${accountId} AND l.here < l.length AND l.length <= ${most}
      AND EXISTS (SELECT 1 FROM placements WHERE message_id = m.id)
    ORDER BY m.received_at DESC LIMIT ${limit}`)
}

/** The next bytes of it, in order. Does nothing where others came first, or the mail is gone. */
export function savePiece(
  db: WritableDatabase,
  messageId: MessageId,
  { at, here }: Pick<StoredLeftOut, 'at' | 'here'>,
  bytes: Uint8Array,
): void {
  const isNext = db.run(sql`
    UPDATE left_out SET here = here + ${bytes.length}
    WHERE message_id = ${messageId} AND at = ${at} AND here = ${here}`)
  if (isNext === 0) return
  const packed = new Uint8Array(compress(bytes, 1))
  db.run(sql`
    INSERT INTO left_out_pieces (message_id, at, offset, packed) VALUES (${messageId}, ${at}, ${here}, ${packed})`)
}

/** What of it is here, still encoded. */
export function readPieces(db: ReadableDatabase, messageId: MessageId, at: number): Buffer {
  const pieces = db.all(sql<{ packed: Uint8Array }>`
    SELECT packed FROM left_out_pieces WHERE message_id = ${messageId} AND at = ${at} ORDER BY offset`)
  return Buffer.concat(pieces.map(({ packed }) => unpack(packed)))
}

/** The mail as it came. @param bytesOf of each, in the order of `all` */
export function fillIn(kept: Uint8Array, all: readonly LeftOut[], bytes: readonly Uint8Array[]): Uint8Array {
  let done = 0
  const pieces = all.flatMap(({ at }, index) => {
    const before = kept.subarray(done, at)
    done = at
    return [before, bytes[index] ?? new Uint8Array()]
  })
  return Buffer.concat([...pieces, kept.subarray(done)])
}

/** How long base64 is in lines of 76 letters, for each byte that it stands for. */
const BASE64 = 78 / 57

/** @returns how long an attachment may be as it is sent, that may have so many bytes. */
export function encodedLimit(bytes: number): number {
  return Math.ceil(bytes * BASE64)
}

/** Close, as senders write lines of 76 letters. */
export function decodedLength(length: number, encoding: AttachmentEncoding): number {
  return encoding === 'base64' ? Math.floor(length / BASE64) : length
}
