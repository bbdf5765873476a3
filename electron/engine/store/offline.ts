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
