import type { AccountId, KeepDays } from '../../../shared/models/account.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

const DAY_MS = 86_400_000
/** Before every date that a mail may have. */
const EVER = Number.MIN_SAFE_INTEGER

/** null: everything. */
export function readKeepDays(db: ReadableDatabase, accountId: AccountId): KeepDays {
  const row = db.get(sql<{ days: KeepDays }>`SELECT keep_days AS days FROM accounts WHERE id = ${accountId}`)
  return row?.days ?? null
}

export function saveKeepDays(db: WritableDatabase, accountId: AccountId, days: KeepDays): void {
  db.run(sql`UPDATE accounts SET keep_days = ${days} WHERE id = ${accountId}`)
}

/** @returns from when on an account's mail is kept here, in Unix time in ms like `now`. */
export function keptSince(db: ReadableDatabase, accountId: AccountId, now: number): number {
  const days = readKeepDays(db, accountId)
  return days === null ? EVER : now - days * DAY_MS
}

/**
 * Lets search find by their headers up to `limit` mails whose bodies stay on the server.
 *
 * @returns how many; 0 when there are no more.
 */
export function queueUnkept(
  db: WritableDatabase,
  accountId: AccountId,
  since: number,
  limit: number,
): number {
  const unkept = db.all(sql<{ id: number }>`
    SELECT id FROM messages
    WHERE account_id = ${accountId} AND body_state = 'missing' AND search_row IS NULL AND received_at < ${since}
      AND NOT EXISTS (SELECT 1 FROM search_queue WHERE message_id = messages.id)
    LIMIT ${limit}`)
  for (const { id } of unkept) db.run(sql`INSERT INTO search_queue (message_id, text) VALUES (${id}, '')`)
  return unkept.length
}
