import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** waiting: another program may have dealt with it. ours: none had; the server's copy is to be marked. marked: all is done. */
type IgnoredState = 'waiting' | 'ours' | 'marked'

/**
 * Of mails that were read here without an answer to their request for a receipt.
 *
 * @returns accounts whose servers have something to learn.
 */
export function ignoreReceipts(db: WritableDatabase, messageIds: readonly MessageId[]): AccountId[] {
  const ids = JSON.stringify(messageIds)
  const added = db.run(sql`
    INSERT OR IGNORE INTO receipts_ignored (message_id, state)
      SELECT id, 'waiting' FROM messages
      WHERE id IN (SELECT value FROM json_each(${ids})) AND receipt_count > 0
        AND id NOT IN (SELECT message_id FROM receipts_sent)`)
  if (added === 0) return []
  const rows = db.all(sql<{ id: AccountId }>`
    SELECT DISTINCT account_id AS id FROM messages WHERE id IN (SELECT value FROM json_each(${ids}))`)
  return rows.map(({ id }) => id)
}

export interface Ignored {
  messageId: MessageId
  state: Exclude<IgnoredState, 'marked'>
}

/** Mails whose copies on the server have yet to learn of it. */
export function listIgnored(db: ReadableDatabase, accountId: AccountId): Ignored[] {
  return db.all(sql<Ignored>`
    SELECT r.message_id AS messageId, r.state FROM receipts_ignored AS r CROSS JOIN messages AS m ON m.id = r.message_id
    WHERE r.state <> 'marked' AND m.account_id = ${accountId} ORDER BY r.message_id`)
}

export function saveIgnored(
  db: WritableDatabase,
  messageId: MessageId,
  state: Exclude<IgnoredState, 'waiting'>,
): void {
  db.run(sql`UPDATE receipts_ignored SET state = ${state} WHERE message_id = ${messageId}`)
}

/** Another program dealt with it before, or the mail can't be marked. */
export function leaveToOthers(db: WritableDatabase, messageId: MessageId): void {
  db.run(sql`DELETE FROM receipts_ignored WHERE message_id = ${messageId} AND state = 'waiting'`)
}

/** Whether the mark that the server's copies have, if they have it, is from here. */
export function isIgnoredHere(db: ReadableDatabase, messageId: MessageId): boolean {
  const row = db.get(sql<{ state: IgnoredState }>`
    SELECT state FROM receipts_ignored WHERE message_id = ${messageId}`)
  return row !== undefined && row.state !== 'waiting'
}
