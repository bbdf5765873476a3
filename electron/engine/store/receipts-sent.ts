import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** sending: nobody knows whether it arrived. sent: the server's copy is to be marked yet. marked: nothing is left. */
type ReceiptState = 'sending' | 'sent' | 'marked'

/** Undefined where none was sent from here. */
export function readReceiptState(db: ReadableDatabase, messageId: MessageId): ReceiptState | undefined {
  return db.get(sql<{ state: ReceiptState }>`
    SELECT state FROM receipts_sent WHERE message_id = ${messageId}`)?.state
}

/**
 * Before the first byte leaves, so that a crash can't lead to a second receipt.
 *
 * @returns false when one was begun before: then none may be sent.
 */
export function beginReceipt(db: WritableDatabase, messageId: MessageId): boolean {
  return (
    db.run(sql`
    INSERT OR IGNORE INTO receipts_sent (message_id, state) VALUES (${messageId}, 'sending')`) > 0
  )
}

export function saveReceiptState(
  db: WritableDatabase,
  messageId: MessageId,
  state: Exclude<ReceiptState, 'sending'>,
): void {
  db.run(sql`UPDATE receipts_sent SET state = ${state} WHERE message_id = ${messageId}`)
}

/** Only when it is certain that nothing was sent: then it may be tried again. */
export function forgetReceipt(db: WritableDatabase, messageId: MessageId): void {
  db.run(sql`DELETE FROM receipts_sent WHERE message_id = ${messageId} AND state = 'sending'`)
}

/** Mails whose copies on the server have yet to learn of their receipt. */
export function listUnmarked(db: ReadableDatabase, accountId: AccountId): MessageId[] {
  const unmarked = db.all(sql<{ id: MessageId }>`
    SELECT m.id FROM receipts_sent AS r CROSS JOIN messages AS m ON m.id = r.message_id
    WHERE r.state = 'sent' AND m.account_id = ${accountId} ORDER BY m.id`)
  return unmarked.map(({ id }) => id)
}

/** The mail in one of its folders. */
export interface Copy {
  folderId: FolderId
  path: string
  /** Below 0 until the server has said where it put the mail. */
  uid: number
  /** null: the folder was never synced. */
  uidValidity: number | null
  /** In lower case, as the server last had them. */
  flags: string[]
}

export function listCopies(db: ReadableDatabase, messageId: MessageId): Copy[] {
  const rows = db.all(sql<Omit<Copy, 'flags'> & { flags: string }>`
    SELECT p.folder_id AS folderId, f.path, p.uid, f.uid_validity AS uidValidity, p.flags
    FROM placements AS p JOIN folders AS f ON f.id = p.folder_id
    WHERE p.message_id = ${messageId} ORDER BY p.folder_id`)
  return rows.map((row) => ({ ...row, flags: row.flags.split(' ') }))
}

/** In its brackets; null where the mail has none. */
export function readMessageIdHeader(db: ReadableDatabase, messageId: MessageId): string | null {
  const row = db.get(sql<{ header: string | null }>`
    SELECT message_id_header AS header FROM messages WHERE id = ${messageId}`)
  return row?.header ?? null
}
