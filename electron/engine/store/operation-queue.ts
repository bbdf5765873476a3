import type { MailFailure } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { OperationId } from '../../../shared/models/operation.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { readAll, readOperation, type StoredOperation } from './operations.ts'
import { sql } from './sql.ts'

/**
 * What can be done in one go: the oldest that may begin, and all that are like it. One whose mail has an older
 * operation waits for that, and mails that are to be put on the server, one by one, for all else.
 *
 * @param now Unix time in ms.
 */
export function nextBatch(
  db: ReadableDatabase,
  accountId: AccountId,
  now: number,
  limit: number,
): StoredOperation[] {
  const first =
    db.get(sql<{ id: OperationId }>`
      SELECT id FROM operations AS o INDEXED BY operations_by_account
      WHERE account_id = ${accountId} AND state = 'queued' AND not_before <= ${now} AND uid > 0
        AND NOT EXISTS (
          SELECT 1 FROM operations AS before
          WHERE before.message_id = o.message_id AND before.id < o.id AND before.state <> 'done')
      ORDER BY id LIMIT 1`) ??
    db.get(sql<{ id: OperationId }>`
      SELECT id FROM operations INDEXED BY operations_by_account
      WHERE account_id = ${accountId} AND state = 'queued' AND not_before <= ${now} AND uid = 0
      ORDER BY id LIMIT 1`)
  const like = first && readOperation(db, first.id)
  if (like === undefined) return []
  if (like.kind === 'append') return [like]
  const ids = db.all(sql<{ id: OperationId }>`
    SELECT id FROM operations AS o INDEXED BY operations_by_account
    WHERE account_id = ${accountId} AND state = 'queued' AND not_before <= ${now} AND id >= ${like.id}
      AND uid > 0 AND NOT EXISTS (
        SELECT 1 FROM operations AS before
        WHERE before.message_id = o.message_id AND before.id < o.id AND before.state <> 'done')
      AND kind = ${like.kind} AND folder_id = ${like.folderId} AND target_id IS ${like.targetId}
      AND flag IS ${like.flag} AND flag_on IS ${like.on} AND uid_validity IS ${like.uidValidity}
      AND unsure = ${like.unsure} AND attempts = ${like.attempts}
    ORDER BY id LIMIT ${limit}`)
  return readAll(db, ids)
}

/** Mails that are to be put on the account's server, and those that it did not take. */
export function countAppends(
  db: ReadableDatabase,
  accountId: AccountId,
): { waiting: number; failed: number } {
  const row = db.get(sql<{ waiting: number; failed: number }>`
    SELECT coalesce(sum(state <> 'failed'), 0) AS waiting, coalesce(sum(state = 'failed'), 0) AS failed
    FROM operations WHERE account_id = ${accountId} AND state IN ('queued', 'running', 'failed') AND kind = 'append'`)
  return row ?? { waiting: 0, failed: 0 }
}

/** When the next may begin that waits for its time; undefined when none does. Unix time in ms. */
export function nextTime(db: ReadableDatabase, accountId: AccountId, now: number): number | undefined {
  const row = db.get(sql<{ at: number | null }>`
    SELECT min(not_before) AS at FROM operations
    WHERE account_id = ${accountId} AND state = 'queued' AND not_before > ${now}`)
  return row?.at ?? undefined
}

/** From now on nobody knows whether it was done, until the server has answered. */
export function begin(db: WritableDatabase, id: OperationId): void {
  db.run(sql`UPDATE operations SET state = 'running', unsure = 1 WHERE id = ${id}`)
}

export function postpone(db: WritableDatabase, id: OperationId, notBefore: number): void {
  db.run(sql`
    UPDATE operations SET state = 'queued', attempts = attempts + 1, not_before = ${notBefore}
    WHERE id = ${id} AND state <> 'done'`)
}

/** @param unsure whether it may have been done, though nobody tries any more. */
export function saveFailed(
  db: WritableDatabase,
  id: OperationId,
  failure: MailFailure,
  unsure: boolean,
): void {
  db.run(sql`
    UPDATE operations SET state = 'failed', unsure = ${unsure ? 1 : 0}, failure_json = ${JSON.stringify(failure)}
    WHERE id = ${id} AND state <> 'done'`)
}

/** @returns false when there is no such operation, or it did not fail. */
export function retryFailed(db: WritableDatabase, id: OperationId): boolean {
  return (
    db.run(sql`
    UPDATE operations SET state = 'queued', attempts = 0, not_before = 0, failure_json = NULL
    WHERE id = ${id} AND state = 'failed'`) > 0
  )
}

export function listFailed(db: ReadableDatabase, accountId: AccountId): OperationId[] {
  const rows = db.all(sql<{ id: OperationId }>`
    SELECT id FROM operations WHERE account_id = ${accountId} AND state = 'failed' ORDER BY id`)
  return rows.map(({ id }) => id)
}

/** What waits for its time may begin now. */
export function hurry(db: WritableDatabase, accountId: AccountId): void {
  db.run(sql`
    UPDATE operations SET not_before = 0 WHERE account_id = ${accountId} AND state = 'queued' AND not_before > 0`)
}

/**
 * When nothing runs: what was under way when the program ended, or could not be noted.
 *
 * @param latest Unix time in ms: nothing waits for a later one, so where something does, the clock was set back.
 */
export function resumeRunning(db: WritableDatabase, accountId: AccountId, latest: number): void {
  db.run(sql`UPDATE operations SET state = 'queued' WHERE account_id = ${accountId} AND state = 'running'`)
  db.run(sql`
    UPDATE operations SET not_before = 0
    WHERE account_id = ${accountId} AND state = 'queued' AND not_before > ${latest}`)
}

/** The server did not do it. */
export function release(db: WritableDatabase, id: OperationId): void {
  db.run(sql`UPDATE operations SET state = 'queued', unsure = 0 WHERE id = ${id}`)
}

/** Whether anything waits to be told to a server, or was under way when the program ended. */
export function hasWaiting(db: ReadableDatabase, accountId: AccountId): boolean {
  const row = db.get(sql<{ some: number }>`
    SELECT EXISTS (SELECT 1 FROM operations WHERE account_id = ${accountId} AND state IN ('queued', 'running'))
      AS some`)
  return row?.some === 1
}

/** What the server is being asked for, or was when the connection went. */
export function listRunning(db: ReadableDatabase, accountId: AccountId): StoredOperation[] {
  return readAll(
    db,
    db.all(sql<{ id: OperationId }>`
      SELECT id FROM operations WHERE account_id = ${accountId} AND state = 'running' ORDER BY id`),
  )
}
