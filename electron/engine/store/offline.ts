import type { AccountId, KeepDays, LargestAttachment } from '../../../shared/models/account.ts'
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

/** Megabytes; what is larger is left on the server until somebody opens it. null: nothing is. */
export function readLargestAttachment(db: ReadableDatabase, accountId: AccountId): LargestAttachment {
  const row = db.get(sql<{ megabytes: LargestAttachment }>`
    SELECT attachment_megabytes AS megabytes FROM accounts WHERE id = ${accountId}`)
  return row?.megabytes ?? null
}

export function saveLargestAttachment(
  db: WritableDatabase,
  accountId: AccountId,
  megabytes: LargestAttachment,
): void {
  db.run(sql`UPDATE accounts SET attachment_megabytes = ${megabytes} WHERE id = ${accountId}`)
}

/** @returns in bytes. */
export function largestKept(db: ReadableDatabase, accountId: AccountId): number | null {
  const megabytes = readLargestAttachment(db, accountId)
  return megabytes === null ? null : megabytes * 1_000_000
}

/** @returns from when on an account's mail is kept here, in Unix time in ms like `now`. */
export function keptSince(db: ReadableDatabase, accountId: AccountId, now: number): number {
  const days = readKeepDays(db, accountId)
  return days === null ? EVER : now - days * DAY_MS
}
