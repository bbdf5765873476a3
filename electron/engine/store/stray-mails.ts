import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { OperationId } from '../../../shared/models/operation.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { listSame, readLook } from './mail-look.ts'
import { readAll, readOperation, type StoredOperation, settle } from './operations.ts'
import { giveUid, leavingMessage } from './pending.ts'
import { updateFlags } from './shown-flags.ts'
import { sql } from './sql.ts'

/*
 * Mails that are not any more where an operation was to find them. Most have only been moved by another program, and the
 * operation follows them: the user's last act counts, wherever the mail is. A stray operation has no UID.
 */

/**
 * The server has these in the folder no more. Leaves the messages: one that was moved is found in its new folder before
 * `deleteOrphans` runs. What waits for them follows where they are known to be.
 */
export function removeGone(db: WritableDatabase, folderId: FolderId, uids: readonly number[]): void {
  for (const uid of uids) {
    db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}`)
    const mails = db.all(sql<{ id: MessageId }>`
      SELECT DISTINCT message_id AS id FROM operations
      WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done'`)
    if (mails.length === 0) continue
    db.run(sql`
      UPDATE operations SET uid = NULL WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done'`)
    for (const { id } of mails) follow(db, id)
  }
}

/** The same of all mails in a folder that was deleted. */
export function removeGoneFolder(db: WritableDatabase, folderId: FolderId): void {
  const places = db.all(sql<{ uid: number }>`
    SELECT DISTINCT uid FROM operations WHERE folder_id = ${folderId} AND uid > 0 AND state <> 'done'`)
  removeGone(
    db,
    folderId,
    places.map(({ uid }) => uid),
  )
}

/** A new UIDVALIDITY: its mails may still be in the folder, and be found there by whoever lists them first. */
export function loseUids(db: WritableDatabase, folderId: FolderId): void {
  db.run(sql`
    UPDATE operations SET uid = NULL, uid_validity = NULL
    WHERE folder_id = ${folderId} AND uid > 0 AND state <> 'done'`)
}

/** @param now Unix time in ms. */
export function listStrays(db: ReadableDatabase, accountId: AccountId, now: number): StoredOperation[] {
  return readAll(
    db,
    db.all(sql<{ id: OperationId }>`
      SELECT id FROM operations INDEXED BY operations_stray
      WHERE account_id = ${accountId} AND uid IS NULL AND state <> 'done' AND state = 'queued'
        AND not_before <= ${now} ORDER BY id`),
  )
}

/** Whether a mail that the server lists may be one of those. */
export function hasStrays(db: ReadableDatabase, accountId: AccountId): boolean {
  const row = db.get(sql<{ some: number }>`
    SELECT EXISTS (SELECT 1 FROM operations INDEXED BY operations_stray
      WHERE account_id = ${accountId} AND uid IS NULL AND state <> 'done') AS some`)
  return row?.some === 1
}

/** A mail was listed in a folder: operations that look for one of its look go there. */
export function claimStray(db: WritableDatabase, messageId: MessageId): void {
  const look = readLook(db, messageId)
  for (const id of look ? listSame(db, look) : []) follow(db, id)
}

/**
 * All folders were looked at, and these are nowhere: the mails were expunged, or what was told of them was done before
 * they went on. Nothing is left to be done with them.
 *
 * @returns folders that show other mails than before.
 */
export function giveUpStrays(db: WritableDatabase, ids: readonly OperationId[]): FolderId[] {
  const changed: FolderId[] = []
  for (const id of ids) {
    const before = readOperation(db, id)
    if (before === undefined || !isStray(before)) continue
    follow(db, before.messageId)
    const operation = readOperation(db, id)
    if (operation === undefined || !isStray(operation) || bringFromAll(db, operation)) continue
    settle(db, id)
    const { targetId, targetUid } = operation
    if (targetId === null || targetUid === null || targetUid > 0) continue
    changed.push(targetId)
    changed.push(...takeAway(db, targetId, targetUid))
  }
  return changed
}

/**
 * Out of one folder, and into no other but that of all mail (Gmail's archive): it is brought from there, where it stays.
 *
 * @returns whether it can be.
 */
function bringFromAll(
  db: WritableDatabase,
  { id, kind, messageId, targetId, unsure }: StoredOperation,
): boolean {
  if (targetId === null || unsure === 1 || (kind !== 'move' && kind !== 'copy')) return false
  const moved = db.run(sql`
    UPDATE operations SET kind = 'copy', placed_flags = NULL, folder_id = p.folder_id, uid = p.uid,
      uid_validity = f.uid_validity
    FROM placements AS p JOIN folders AS f ON f.id = p.folder_id
    WHERE operations.id = ${id} AND p.message_id = ${messageId} AND p.uid > 0 AND f.role = 'all'
      AND f.id <> operations.target_id`)
  return moved > 0
}

/** Mails are shown under a UID of ours, though nothing is to bring them there any more: where they are, a look tells. */
export function listGhosts(
  db: ReadableDatabase,
  accountId: AccountId,
): { folderId: FolderId; uid: number }[] {
  return db.all(sql<{ folderId: FolderId; uid: number }>`
    SELECT p.folder_id AS folderId, p.uid
    FROM folders AS f CROSS JOIN placements AS p ON p.folder_id = f.id AND p.uid < 0
    WHERE f.account_id = ${accountId} AND NOT EXISTS (
      SELECT 1 FROM operations WHERE target_id = p.folder_id AND target_uid = p.uid AND state <> 'done')`)
}

export function hasGhosts(db: ReadableDatabase, accountId: AccountId): boolean {
  return listGhosts(db, accountId).length > 0
}

/** It is not there: what was to follow has to look for the mail elsewhere. @returns folders that show others now. */
export function takeAway(db: WritableDatabase, folderId: FolderId, uid: number): FolderId[] {
  const followers = db.all(sql<{ id: OperationId }>`
    SELECT id FROM operations WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' ORDER BY id`)
  removeGone(db, folderId, [uid])
  return giveUpStrays(
    db,
    followers.map(({ id }) => id),
  )
}

function isStray({ uid, state }: StoredOperation): boolean {
  return uid === null && state !== 'done'
}

interface Stray extends StoredOperation {
  /** Ids of folders in which the mail lay besides when the user acted. */
  elsewhere: number[]
  /** No mail had a higher id then. */
  latestId: number
}

function listStraysOf(db: ReadableDatabase, messageId: MessageId): Stray[] {
  const rows = db.all(sql<{ id: OperationId; elsewhere: string; latestId: number }>`
    SELECT id, elsewhere_json AS elsewhere, latest_message_id AS latestId FROM operations
    WHERE message_id = ${messageId} AND state <> 'done' AND uid IS NULL ORDER BY id`)
  return rows.flatMap(({ id, elsewhere, latestId }) => {
    const operation = readOperation(db, id)
    return operation ? [{ ...operation, elsewhere: JSON.parse(elsewhere), latestId }] : []
  })
}

interface Found {
  folderId: FolderId
  uid: number
  messageId: MessageId
  flags: string
  uidValidity: number | null
}

/** Points what looks for this mail to where it is now. All of one folder were meant for one copy of it. */
function follow(db: WritableDatabase, messageId: MessageId): void {
  const used: Found[] = []
  for (const [, strays] of Map.groupBy(listStraysOf(db, messageId), ({ folderId }) => folderId)) {
    const place = whereIs(db, strays, used)
    if (place !== undefined) used.push(place)
    for (const one of strays) settleFulfilled(db, one)
    if (place !== undefined) pointTo(db, strays, place)
  }
}

/** The mail may lie where it was to go, whoever brought it there. */
function settleFulfilled(db: WritableDatabase, { id, targetId, targetUid, messageId }: Stray): void {
  if (targetId === null) return
  const there = db.get(sql<{ uid: number; uidValidity: number | null }>`
    SELECT p.uid, f.uid_validity AS uidValidity
    FROM placements AS p CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE p.message_id = ${messageId} AND p.folder_id = ${targetId} AND p.uid > 0`)
  if (there === undefined) return
  settle(db, id)
  if (targetUid !== null && targetUid < 0) giveUid(db, targetId, targetUid, there)
  hideLeaving(db, targetId, there.uid)
}

/** The user has taken it on from there. */
function hideLeaving(db: WritableDatabase, folderId: FolderId, uid: number): void {
  if (leavingMessage(db, folderId, uid) === undefined) return
  db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}`)
}

/** Where the mail has come to since the user acted; undefined when that is not known, or not plain. */
function whereIs(db: ReadableDatabase, strays: readonly Stray[], used: readonly Found[]): Found | undefined {
  const [first] = strays
  const look = first && readLook(db, first.messageId)
  if (first === undefined || look === undefined) return undefined
  // The server was told to take it out of its folder, and it is out of it: another program acted later.
  if (strays.some(({ kind, unsure }) => unsure === 1 && (kind === 'move' || kind === 'delete'))) {
    if (first.uidValidity !== null) return undefined
  }
  const places = [...new Set([first.messageId, ...listSame(db, look)])].flatMap((id) => placesOf(db, id))
  const known = new Set(first.elsewhere)
  const come = places.filter(({ messageId, folderId, uid }) => {
    if (used.some((one) => one.folderId === folderId && one.uid === uid)) return false
    return messageId === first.messageId ? !known.has(folderId) : messageId > first.latestId
  })
  // Of mails without any name, two of the same size and second are not to be told from each other.
  const isNamed = look.messageIdHeader !== null || (look.emailId ?? null) !== null
  return isNamed || come.length === 1 ? come[0] : undefined
}

/** Servers fill folders of the roles left out by themselves. */
function placesOf(db: ReadableDatabase, messageId: MessageId): Found[] {
  return db.all(sql<Found>`
    SELECT p.folder_id AS folderId, p.uid, p.message_id AS messageId, p.flags, f.uid_validity AS uidValidity
    FROM placements AS p CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE p.message_id = ${messageId} AND p.uid > 0 AND coalesce(f.role, '') NOT IN ('all', 'flagged')`)
}

function pointTo(db: WritableDatabase, strays: readonly Stray[], place: Found): void {
  const { folderId, uid, flags, uidValidity } = place
  const stays = strays.every(({ kind }) => kind === 'flag' || kind === 'copy')
  for (const { id, messageId } of strays) {
    db.run(sql`
      UPDATE operations SET folder_id = ${folderId}, uid = ${uid}, uid_validity = ${uidValidity},
        message_id = ${stays ? place.messageId : messageId},
        placed_flags = iif(kind IN ('move', 'delete'), ${flags}, NULL)
      WHERE id = ${id} AND state <> 'done'`)
  }
  const move = strays.find(({ kind, targetId }) => kind === 'move' && targetId === folderId)
  if (move !== undefined) {
    settle(db, move.id)
    if (move.targetUid !== null && move.targetUid < 0) giveUid(db, folderId, move.targetUid, place)
  }
  hideLeaving(db, folderId, uid)
  updateFlags(db, folderId, uid, flags)
}
