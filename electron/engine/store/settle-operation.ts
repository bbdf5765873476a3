import type { FolderId } from '../../../shared/models/folder.ts'
import type { UndoId } from '../../../shared/models/operation.ts'
import type { WritableDatabase } from './database.ts'
import { readFolderState } from './folders.ts'
import { type ActGroup, bringBack, leave, placeOf, placesOf, setFlag } from './local-effect.ts'
import {
  leaveUndo,
  listElsewhere,
  listPendingAt,
  listUndo,
  readOperation,
  type StoredOperation,
  settle,
  type UserFlag,
} from './operations.ts'
import { giveUid } from './pending.ts'
import { canonicalFlags, removePlacements } from './placements.ts'
import { flagsOf, showAnew, updateFlags } from './shown-flags.ts'
import { sql } from './sql.ts'

/** Where the server has put a mail; null: that is to be found out when the folder is next looked at. */
export type Arrival = { uid: number; uidValidity: number } | null

/** The server has done it. What comes after it for the same mail finds the mail where it is now. */
export function finish(db: WritableDatabase, id: StoredOperation['id'], arrival: Arrival): void {
  const operation = readOperation(db, id)
  if (operation === undefined) return
  settle(db, id)
  const { kind, targetId, targetUid } = operation
  if (kind === 'flag') knowFlag(db, operation)
  if (arrival === null || targetId === null || targetUid === null || targetUid > 0) return
  const known = readFolderState(db, targetId)?.uidValidity ?? null
  // Another UIDVALIDITY than that of the last sync: the next one finds the mail by how it looks.
  if (known === null || known === arrival.uidValidity) giveUid(db, targetId, targetUid, arrival)
}

/** So that a later act is compared with what the server has now. */
function knowFlag(db: WritableDatabase, { folderId, uid, flag, on }: StoredOperation): void {
  if (flag === null || uid === null) return
  const flags = flagsOf(db, folderId, uid)
  if (flags !== undefined) updateFlags(db, folderId, uid, withFlag(flags, flag, on))
}

function withFlag(flags: string, flag: UserFlag, on: 0 | 1 | null): string {
  const others = flags.split(' ').filter((name) => name !== '' && name !== flag)
  return canonicalFlags(on === 1 ? [...others, flag] : others)
}

/** Gives it up, and what was to follow where that can't be without it: the mail is shown as the server has it. */
export function discard(db: WritableDatabase, operation: StoredOperation): void {
  const { id, kind, folderId, uid, targetId, targetUid } = operation
  const isMade = kind === 'copy' || kind === 'append'
  if (isMade && targetId !== null && targetUid !== null && targetUid < 0) {
    for (const later of listPendingAt(db, targetId, targetUid).reverse()) discard(db, later)
    removePlacements(db, targetId, [targetUid])
  }
  settle(db, id)
  if (kind === 'flag' && uid !== null) showAnew(db, folderId, uid)
  if (kind === 'move' && targetId !== null) returnFrom(db, operation, targetId)
  if (kind === 'delete') showAgain(db, operation)
}

function returnFrom(
  db: WritableDatabase,
  operation: StoredOperation,
  targetId: NonNullable<StoredOperation['targetId']>,
): void {
  const { folderId, uid, uidValidity, targetUid, messageId } = operation
  if (targetUid === null || targetUid > 0) {
    showAgain(db, operation)
    return
  }
  const place = placeOf(db, messageId, targetId)
  if (place?.uid === targetUid) {
    removePlacements(db, targetId, [targetUid])
    // The folder may have gone meanwhile, and the mail with it.
    if (readFolderState(db, folderId)) bringBack(db, operation, place)
  } else {
    db.run(sql`
      UPDATE operations SET folder_id = ${folderId}, uid = ${uid}, uid_validity = ${uidValidity}
      WHERE folder_id = ${targetId} AND uid = ${targetUid} AND state <> 'done'`)
  }
}

function showAgain(db: WritableDatabase, operation: StoredOperation): void {
  const { folderId, messageId, accountId, uid, uidValidity } = operation
  const mail = db.get(sql<{ receivedAt: number }>`
    SELECT received_at AS receivedAt FROM messages WHERE id = ${messageId}`)
  if (mail === undefined || uid === null || readFolderState(db, folderId) === undefined) return
  const flags = operation.placedFlags ?? ''
  const facts = { messageId, ...mail, flags, unread: 0 as const, flagged: 0 as const }
  bringBack(db, operation, { ...facts, accountId, folderId, uid, uidValidity })
  db.run(sql`DELETE FROM unplaced WHERE message_id = ${messageId}`)
}

/**
 * Does the opposite of what one act brought about, as far as the mails are still where it put them: of so many, the
 * latest first.
 *
 * @returns how many it met, 0 when none is left, and what of them is as if it had never been.
 */
export function undoSome(
  db: WritableDatabase,
  undo: UndoId,
  limit: number,
): { met: number; undone: StoredOperation[] } {
  const operations = listUndo(db, undo, limit)
  const undone = operations.filter((operation) => {
    const elsewhere = listElsewhere(db, operation.id)
    leaveUndo(db, operation.id)
    return undoOne(db, operation, elsewhere)
  })
  return { met: operations.length, undone }
}

function undoOne(db: WritableDatabase, operation: StoredOperation, elsewhere: readonly FolderId[]): boolean {
  const { state, kind, messageId, folderId, targetId, flag } = operation
  const quiet: ActGroup = { undo: null, undoable: false }
  if (state === 'failed') {
    discard(db, operation)
    return true
  }
  if (kind === 'flag' && flag !== null) {
    const places = placesOf(db, messageId).filter((place) => !elsewhere.includes(place.folderId))
    for (const place of places) setFlag(db, quiet, place, flag, operation.on !== 1)
    return places.length > 0
  }
  const place = targetId === null ? undefined : placeOf(db, messageId, targetId)
  if (kind === 'copy') {
    // Another program may have taken it away before.
    return place === undefined || (place.uid === operation.targetUid && leave(db, quiet, place, null))
  }
  if (place === undefined) return placeOf(db, messageId, folderId) !== undefined
  return readFolderState(db, folderId) !== undefined && leave(db, quiet, place, folderId)
}
