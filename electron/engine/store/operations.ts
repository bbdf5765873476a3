import { mailFailureSchema } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Operation, OperationId, PendingOperations, UndoId } from '../../../shared/models/operation.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** Flags that a user changes, as `canonicalFlags` writes them. */
export type UserFlag = '\\seen' | '\\flagged'

export interface StoredOperation {
  id: OperationId
  accountId: AccountId
  kind: 'flag' | 'move' | 'copy' | 'delete' | 'append'
  messageId: MessageId
  folderId: FolderId
  /** Below 0: an operation before has yet to bring the mail there. null: it strayed (stray-mails.ts). 0: it comes from here. */
  uid: number | null
  uidValidity: number | null
  /** The server's, when the mail left the folder. */
  placedFlags: string | null
  flag: UserFlag | null
  on: 0 | 1 | null
  targetId: FolderId | null
  targetUid: number | null
  state: 'queued' | 'running' | 'failed' | 'done'
  /** 1: it may have been done, for the server was asked and did not answer. */
  unsure: 0 | 1
  attempts: number
}

export type NewOperation = Omit<StoredOperation, 'id' | 'unsure' | 'attempts'>

/** Acts on more mails than these can't all be undone. */
const KEPT_FOR_UNDO = 20_000

/** @param undo the act that it is a part of; null where there is none yet, or nothing to undo. */
export function insertOperation(
  db: WritableDatabase,
  operation: NewOperation,
  undo: UndoId | null = null,
): OperationId {
  const { accountId, kind, messageId, folderId, uid, uidValidity, placedFlags, flag, on } = operation
  return db.insert(sql<OperationId>`
    INSERT INTO operations (undo_id, account_id, kind, message_id, folder_id, uid, uid_validity, placed_flags,
      flag, flag_on, target_id, target_uid, state, elsewhere_json, latest_message_id)
    VALUES (${undo}, ${accountId}, ${kind}, ${messageId}, ${folderId}, ${uid}, ${uidValidity}, ${placedFlags}, ${flag},
      ${on}, ${operation.targetId}, ${operation.targetUid}, ${operation.state},
      (SELECT json_group_array(folder_id) FROM placements
        WHERE message_id = ${messageId} AND folder_id <> ${folderId}),
      (SELECT max(id) FROM messages))`)
}

export function readOperation(db: ReadableDatabase, id: OperationId): StoredOperation | undefined {
  return db.get(sql<StoredOperation>`
    SELECT id, account_id AS accountId, kind, message_id AS messageId, folder_id AS folderId, uid,
      uid_validity AS uidValidity, placed_flags AS placedFlags, flag, flag_on AS "on", target_id AS targetId,
      target_uid AS targetUid, state, unsure, attempts
    FROM operations WHERE id = ${id}`)
}

export function readAll(db: ReadableDatabase, ids: readonly { id: OperationId }[]): StoredOperation[] {
  return ids.flatMap(({ id }) => readOperation(db, id) ?? [])
}

/** What is to bring a mail there. */
export function readProducer(
  db: ReadableDatabase,
  folderId: FolderId,
  uid: number,
): StoredOperation | undefined {
  if (uid >= 0) return undefined
  const row = db.get(sql<{ id: OperationId }>`
    SELECT id FROM operations
    WHERE target_id = ${folderId} AND target_uid = ${uid} AND state <> 'done' ORDER BY id LIMIT 1`)
  return row && readOperation(db, row.id)
}

/** What waits to be done with a mail where it lies. */
export function listPendingAt(db: ReadableDatabase, folderId: FolderId, uid: number): StoredOperation[] {
  return readAll(
    db,
    db.all(sql<{ id: OperationId }>`
      SELECT id FROM operations
      WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' ORDER BY id`),
  )
}

/** Nobody has asked the server for it, so it can be changed or taken back. */
export function isUntold({ state, unsure }: StoredOperation): boolean {
  return (state === 'queued' || state === 'failed') && unsure === 0
}

export function pointAt(
  db: WritableDatabase,
  id: OperationId,
  at: { folderId: FolderId; uid: number | null; uidValidity: number | null },
): void {
  db.run(sql`
    UPDATE operations SET folder_id = ${at.folderId}, uid = ${at.uid}, uid_validity = ${at.uidValidity}
    WHERE id = ${id}`)
}

/** Begins anew with another end: `targetId` null is for ever. */
export function redirect(
  db: WritableDatabase,
  { id, kind }: StoredOperation,
  targetId: FolderId | null,
  targetUid: number | null,
): void {
  db.run(sql`
    UPDATE operations SET kind = ${targetId === null ? 'delete' : kind}, target_id = ${targetId},
      folder_id = iif(kind = 'append', ${targetId}, folder_id), target_uid = ${targetUid}, state = 'queued', attempts = 0, not_before = 0, failure_json = NULL
    WHERE id = ${id}`)
}

export function saveTargetUid(db: WritableDatabase, id: OperationId, targetUid: number | null): void {
  db.run(sql`UPDATE operations SET target_uid = ${targetUid} WHERE id = ${id}`)
}

/** Nothing is left to be told to the server. Kept only where the user may undo it. */
export function settle(db: WritableDatabase, id: OperationId): void {
  db.run(sql`DELETE FROM operations WHERE id = ${id} AND undo_id IS NULL`)
  db.run(sql`UPDATE operations SET state = 'done' WHERE id = ${id}`)
}

/** The first of an act: it gives the others their name. */
export function beginUndo(db: WritableDatabase, id: OperationId): UndoId {
  db.run(sql`UPDATE operations SET undo_id = id WHERE id = ${id}`)
  return id as number as UndoId
}

/** The latest first. */
export function listUndo(db: ReadableDatabase, undo: UndoId, limit: number): StoredOperation[] {
  return readAll(
    db,
    db.all(sql<{ id: OperationId }>`
      SELECT id FROM operations WHERE undo_id = ${undo} ORDER BY id DESC LIMIT ${limit}`),
  )
}

/** Where copies of its mail lay besides when the user acted. */
export function listElsewhere(db: ReadableDatabase, id: OperationId): FolderId[] {
  const row = db.get(sql<{ elsewhere: string }>`
    SELECT elsewhere_json AS elsewhere FROM operations WHERE id = ${id}`)
  return row === undefined ? [] : JSON.parse(row.elsewhere)
}

/** It can't be undone any more. */
export function leaveUndo(db: WritableDatabase, id: OperationId): void {
  db.run(sql`DELETE FROM operations WHERE id = ${id} AND state = 'done'`)
  db.run(sql`UPDATE operations SET undo_id = NULL WHERE id = ${id}`)
}

export function forgetOldUndo(db: WritableDatabase): void {
  db.run(sql`
    DELETE FROM operations WHERE state = 'done' AND id < (SELECT max(id) FROM operations) - ${KEPT_FOR_UNDO}`)
}

/** Nobody goes through more by hand. */
const MOST_LISTED = 100

export function listOperations(db: ReadableDatabase): PendingOperations {
  const failed = listIn(db, ['failed'])
  const waiting = listIn(db, ['queued', 'running'])
  return {
    failed: failed.count,
    waiting: waiting.count,
    first: [...failed.ids, ...waiting.ids].slice(0, MOST_LISTED).map(({ id }) => showOperation(db, id)),
  }
}

function listIn(db: ReadableDatabase, states: readonly StoredOperation['state'][]) {
  const all = JSON.stringify(states)
  // By account, for that is how the index goes: emptying a trash makes 20,000 of these.
  const row = db.get(sql<{ count: number }>`
    SELECT count(*) AS count FROM operations
    WHERE account_id IN (SELECT id FROM accounts) AND state IN (SELECT value FROM json_each(${all}))`)
  const ids = db.all(sql<{ id: OperationId }>`
    SELECT id FROM operations
    WHERE account_id IN (SELECT id FROM accounts) AND state IN (SELECT value FROM json_each(${all}))
    ORDER BY id LIMIT ${MOST_LISTED}`)
  return { count: row?.count ?? 0, ids }
}

function showOperation(db: ReadableDatabase, id: OperationId): Operation {
  const row = db.get(sql<Omit<Operation, 'failure'> & { failure: string | null }>`
    SELECT o.id, o.account_id AS accountId, o.kind AS act, coalesce(m.subject, '') AS subject,
      f.name AS folderName, iif(o.state = 'failed', 'failed', 'waiting') AS state, o.failure_json AS failure
    FROM operations AS o LEFT JOIN messages AS m ON m.id = o.message_id LEFT JOIN folders AS f ON f.id = o.target_id
    WHERE o.id = ${id}`)
  if (row === undefined) throw new Error('an operation went while it was listed')
  return { ...row, failure: row.failure === null ? null : mailFailureSchema.parse(JSON.parse(row.failure)) }
}

/** Whether its mail is shown where the server has yet to say that it is. */
export function isAwaited(db: ReadableDatabase, id: OperationId): boolean {
  return (readOperation(db, id)?.targetUid ?? 0) < 0
}
