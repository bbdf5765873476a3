import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { OperationId, UndoId } from '../../../shared/models/operation.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { isIn } from './mail-look.ts'
import {
  beginUndo,
  insertOperation,
  isUntold,
  listPendingAt,
  type NewOperation,
  pointAt,
  readProducer,
  redirect,
  type StoredOperation,
  saveTargetUid,
  settle,
  type UserFlag,
} from './operations.ts'
import { type Placement, placeMail, removePlacements } from './placements.ts'
import { flagActsBefore, updateFlags } from './shown-flags.ts'
import { sql } from './sql.ts'

/** A mail where the user sees it. */
export interface Place extends Placement {
  accountId: AccountId
  uidValidity: number | null
}

/** All that one act of the user brings about; `undo` is set by the first of it. */
export interface ActGroup {
  undo: UndoId | null
  /** false: nothing of it is kept for an undo. */
  undoable: boolean
}

export function placeOf(db: ReadableDatabase, messageId: MessageId, folderId: FolderId): Place | undefined {
  return placesOf(db, messageId).find((place) => place.folderId === folderId)
}

export function placesOf(db: ReadableDatabase, messageId: MessageId): Place[] {
  return db.all(sql<Place>`
    SELECT p.folder_id AS folderId, p.uid, p.message_id AS messageId, p.received_at AS receivedAt, p.flags,
      p.unread, p.flagged, f.account_id AS accountId, f.uid_validity AS uidValidity
    FROM placements AS p CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE p.message_id = ${messageId}`)
}

export function listMessageIds(db: ReadableDatabase, folderId: FolderId): MessageId[] {
  const rows = db.all(sql<{ id: MessageId }>`
    SELECT message_id AS id FROM placements WHERE folder_id = ${folderId}`)
  return rows.map(({ id }) => id)
}

function record(
  db: WritableDatabase,
  group: ActGroup,
  { accountId, messageId, folderId, uid, uidValidity }: Place,
  act: Pick<NewOperation, 'kind' | 'state'> & Partial<NewOperation>,
): OperationId {
  const nothing = { placedFlags: null, flag: null, on: null, targetId: null, targetUid: null }
  const at = { accountId, messageId, folderId, uid, uidValidity }
  const id = insertOperation(db, { ...at, ...nothing, ...act }, group.undo)
  if (group.undoable) group.undo ??= beginUndo(db, id)
  return id
}

/** @returns whether anything is another than it was. */
export function setFlag(
  db: WritableDatabase,
  group: ActGroup,
  place: Place,
  flag: UserFlag,
  on: boolean,
): boolean {
  const { folderId, uid } = place
  if (on === (flag === '\\seen' ? place.unread === 0 : place.flagged === 1)) return false
  if (flag === '\\seen') {
    db.run(sql`UPDATE placements SET unread = ${on ? 0 : 1} WHERE folder_id = ${folderId} AND uid = ${uid}`)
  } else {
    db.run(sql`UPDATE placements SET flagged = ${on ? 1 : 0} WHERE folder_id = ${folderId} AND uid = ${uid}`)
  }
  const before = listPendingAt(db, folderId, uid).filter((one) => one.kind === 'flag' && one.flag === flag)
  for (const untold of before.filter(isUntold)) settle(db, untold.id)
  const isSo =
    place.flags.split(' ').includes(flag) === on && before.every(isUntold) && !comesWithFlag(db, place, flag)
  const id = record(db, group, place, { kind: 'flag', flag, on: on ? 1 : 0, state: 'queued' })
  if (isSo) settle(db, id)
  return true
}

/** Whether the mail is still to come here, and is to be given or to lose the flag before. */
function comesWithFlag(
  db: ReadableDatabase,
  { folderId, uid }: Pick<Place, 'folderId' | 'uid'>,
  flag: UserFlag,
): boolean {
  if (flagActsBefore(db, folderId, uid).some((act) => act.flag === flag)) return true
  const producer = readProducer(db, folderId, uid)
  if (producer === undefined) return false
  // Another program has taken it elsewhere, and nobody knows how it comes from there.
  return producer.uid === null || comesWithFlag(db, { folderId: producer.folderId, uid: producer.uid }, flag)
}

/**
 * Takes a mail out of its folder, into another or (null) for ever. What the server has not been told of is changed
 * rather than followed by a second command: there and back again is nothing, A to B to C is A to C.
 *
 * @returns whether anything is another than it was.
 */
export function leave(
  db: WritableDatabase,
  group: ActGroup,
  place: Place,
  targetId: FolderId | null,
): boolean {
  if (targetId === place.folderId) return false
  const earlier = readProducer(db, place.folderId, place.uid)
  if (earlier && isUntold(earlier) && !isNeeded(db, place, earlier, targetId)) {
    leaveUntold(db, place, earlier, targetId)
    removePlacements(db, place.folderId, [place.uid])
    if (targetId !== null && group.undoable) {
      record(db, group, place, { kind: 'move', targetId, state: 'done' })
    }
    return true
  }
  if (targetId === null && !isCopied(db, place)) dropFlagActs(db, place)
  const id = record(db, group, place, {
    kind: targetId === null ? 'delete' : 'move',
    ...{ placedFlags: place.flags, targetId, state: 'queued' },
  })
  if (targetId !== null) saveTargetUid(db, id, provide(db, id, targetId, place))
  // Last: a mail that is nowhere for a moment counts as one to be deleted.
  removePlacements(db, place.folderId, [place.uid])
  return true
}

/** Whether what brings the mail there has to happen all the same: it is copied on from there, or all that is left. */
function isNeeded(
  db: ReadableDatabase,
  place: Place,
  { kind, folderId }: StoredOperation,
  targetId: FolderId | null,
): boolean {
  return (
    isCopied(db, place) || (kind === 'copy' && targetId === folderId && !isIn(db, place.messageId, folderId))
  )
}

function isCopied(db: ReadableDatabase, { folderId, uid }: Place): boolean {
  return listPendingAt(db, folderId, uid).some(({ kind }) => kind === 'copy')
}

function leaveUntold(
  db: WritableDatabase,
  place: Place,
  earlier: StoredOperation,
  targetId: FolderId | null,
): void {
  // Nothing lies elsewhere that would have to come back or to be removed.
  const isMade = earlier.kind === 'copy' || earlier.kind === 'append'
  if (targetId === earlier.folderId) {
    if (isMade) dropFlagActs(db, place)
    else bringBack(db, earlier, place)
    settle(db, earlier.id)
  } else if (targetId === null) {
    dropFlagActs(db, place)
    if (isMade) settle(db, earlier.id)
    else redirect(db, earlier, null, null)
  } else {
    redirect(db, earlier, targetId, provide(db, earlier.id, targetId, place))
    const there = placeOf(db, place.messageId, targetId)
    for (const { id } of listPendingAt(db, place.folderId, place.uid)) {
      if (there !== undefined) pointAt(db, id, there)
    }
  }
}

/** @returns whether anything is another than it was. */
export function copy(db: WritableDatabase, group: ActGroup, place: Place, targetId: FolderId): boolean {
  if (isIn(db, place.messageId, targetId)) return false
  const id = record(db, group, place, { kind: 'copy', targetId, state: 'queued' })
  saveTargetUid(db, id, provide(db, id, targetId, place))
  return true
}

/**
 * Shows the mail where it is to come, under a UID that no server gives.
 *
 * @returns that UID; null when the mail lies there already.
 */
function provide(db: WritableDatabase, id: OperationId, folderId: FolderId, place: Place): number | null {
  if (isIn(db, place.messageId, folderId)) return null
  placeMail(db, { ...place, folderId, uid: -id })
  return -id
}

/** A mail that was to leave stays, with all that is still to be done with it. */
export function bringBack(db: WritableDatabase, operation: StoredOperation, place: Place): void {
  const { folderId, uid, uidValidity, placedFlags } = operation
  if (uid !== null && !isIn(db, place.messageId, folderId)) placeMail(db, { ...place, folderId, uid })
  for (const { id } of listPendingAt(db, place.folderId, place.uid)) {
    pointAt(db, id, { folderId, uid, uidValidity })
  }
  if (uid !== null) updateFlags(db, folderId, uid, placedFlags ?? place.flags)
}

function dropFlagActs(db: WritableDatabase, { folderId, uid }: Place): void {
  for (const one of listPendingAt(db, folderId, uid)) {
    if (one.kind === 'flag' && isUntold(one)) settle(db, one.id)
  }
}
