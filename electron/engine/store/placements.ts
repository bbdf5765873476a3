import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId, FolderRole } from '../../../shared/models/folder.ts'
import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { adoptSameMail, deleteUnplacedMessage, insertMessage } from './messages.ts'
import { sql } from './sql.ts'
import { hasMutedThreads, loosenThreads, readIfMuted, threadBondsOf } from './threads.ts'

/** One message of a folder as the server lists it. */
export interface HeaderRow {
  uid: number
  flags: string[]
  /** Unix time in ms. */
  internalDate: number
  /** RFC822.SIZE: bytes of the source. */
  size: number
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  replyTo: Mailbox[]
  subject: string
  messageIdHeader: string | null
  /** EMAILID of RFC 8474 or Gmail's X-GM-MSGID, the same in every folder; null where the server gives none. */
  emailId?: string | null
  inReplyTo: string | null
  hasAttachments: boolean
}

/**
 * Flags as they are stored and compared: lower case, sorted, one space between. \Recent belongs to a session
 * and not to the mail (RFC 3501 2.3.2), so it is left out.
 */
export function canonicalFlags(flags: readonly string[]): string {
  if (flags.length === 0) return ''
  const names = new Set(flags.map((flag) => flag.toLowerCase()).filter((flag) => /^[^\s]+$/.test(flag)))
  names.delete('\\recent')
  return [...names].sort().join(' ')
}

/**
 * Places mails in a folder and answers their ids in the order of `rows`. A mail that the account already has
 * in another folder (same Message-ID, size and time of receipt) gets a second placement and is not stored
 * twice; a uid that is already placed gets the row's flags.
 *
 * Two mails in one folder are never taken for one: whoever copies a Message-ID could make another's mail vanish.
 */
export function insertHeaders(
  db: WritableDatabase,
  folderId: FolderId,
  rows: readonly HeaderRow[],
): MessageId[] {
  const folder = db.get(sql<{ accountId: AccountId; role: FolderRole | null }>`
    SELECT account_id AS accountId, role FROM folders WHERE id = ${folderId}`)
  if (folder === undefined) return []
  const fetchLast = folder.role === 'junk' || folder.role === 'trash'
  const someMuted = hasMutedThreads(db, folder.accountId)
  return rows.map((row) => {
    const flags = canonicalFlags(row.flags)
    const placed = db.get(sql<{ messageId: MessageId }>`
      SELECT message_id AS messageId FROM placements WHERE folder_id = ${folderId} AND uid = ${row.uid}`)
    if (placed !== undefined) {
      updateFlags(db, folderId, row.uid, flags)
      return placed.messageId
    }
    // A server may send a date that is none; SQLite would refuse the whole batch for it.
    const receivedAt = Number.isSafeInteger(row.internalDate) ? row.internalDate : 0
    const message = { ...row, accountId: folder.accountId, receivedAt, fetchLast }
    const known = adoptSameMail(db, folderId, message)
    const messageId = known ?? insertMessage(db, message)
    db.run(sql`
      INSERT INTO placements (folder_id, uid, message_id, received_at, flags, unread, flagged, exposure)
      VALUES (${folderId}, ${row.uid}, ${messageId}, ${receivedAt}, ${flags}, ${isUnread(flags)},
        ${isFlagged(flags)}, (SELECT exposure FROM messages WHERE id = ${messageId}))`)
    if (someMuted && known === undefined) readIfMuted(db, messageId)
    return messageId
  })
}

function isUnread(flags: string): 0 | 1 {
  return flags.split(' ').includes('\\seen') ? 0 : 1
}

function isFlagged(flags: string): 0 | 1 {
  return flags.split(' ').includes('\\flagged') ? 1 : 0
}

function updateFlags(db: WritableDatabase, folderId: FolderId, uid: number, flags: string): void {
  db.run(sql`
    UPDATE placements SET flags = ${flags}, unread = ${isUnread(flags)}, flagged = ${isFlagged(flags)}
    WHERE folder_id = ${folderId} AND uid = ${uid}`)
}

/** Ordered by uid; `flags` as `canonicalFlags` writes them. */
export function listPlacements(db: ReadableDatabase, folderId: FolderId): { uid: number; flags: string }[] {
  return db.all(sql<{ uid: number; flags: string }>`
    SELECT uid, flags FROM placements WHERE folder_id = ${folderId} ORDER BY uid`)
}

/** Replaces the flags of those uids; uids that the folder does not hold are passed over. */
export function saveFlags(
  db: WritableDatabase,
  folderId: FolderId,
  changes: readonly { uid: number; flags: string[] }[],
): void {
  for (const { uid, flags } of changes) updateFlags(db, folderId, uid, canonicalFlags(flags))
}

/** Leaves the messages: a mail that was moved is found in its new folder before `deleteOrphans` runs. */
export function removePlacements(db: WritableDatabase, folderId: FolderId, uids: readonly number[]): void {
  for (const uid of uids) db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}`)
}

/** For a new UIDVALIDITY. Leaves the messages, so that their bodies are not fetched again. */
export function clearPlacements(db: WritableDatabase, folderId: FolderId): void {
  db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId}`)
}

const orphansAtOnce = 100

/**
 * Deletes messages that are in no folder any more, with all that was derived from them: at most 100, so that
 * no click waits for it.
 *
 * @returns how many; call again until it is 0.
 */
export function deleteOrphans(db: WritableDatabase, accountId: AccountId): number {
  const unplaced = db.all(sql<{ id: MessageId }>`
    SELECT messages.id FROM unplaced CROSS JOIN messages ON messages.id = unplaced.message_id
    WHERE messages.account_id = ${accountId} LIMIT ${orphansAtOnce}`)
  const gone = unplaced.flatMap(({ id }) => {
    const bonds = threadBondsOf(db, id)
    return deleteUnplacedMessage(db, id) && bonds ? [bonds] : []
  })
  loosenThreads(db, gone)
  return unplaced.length
}
