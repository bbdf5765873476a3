import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId, FolderRole } from '../../../shared/models/folder.ts'
import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { adoptSameMail, insertMessage } from './messages.ts'
import { hasMutedThreads, readIfMuted } from './muted-threads.ts'
import { adoptProvisional, hasPending, leavingMessage, listLeaving } from './pending.ts'
import { flagsOf, shownFlags, updateFlags } from './shown-flags.ts'
import { sql } from './sql.ts'
import { claimStray, hasStrays, loseUids } from './stray-mails.ts'

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
  return canonicalNames(flags).join(' ')
}

/** The same, one by one. */
export function canonicalNames(flags: Iterable<string>): string[] {
  const names = new Set<string>()
  for (const flag of flags) if (/^[^\s]+$/.test(flag)) names.add(flag.toLowerCase())
  names.delete('\\recent')
  return [...names].sort()
}

/**
 * Places mails in a folder and answers their ids in the order of `rows`. A mail that the account already has
 * in another folder (same Message-ID, size and time of receipt) gets a second placement and is not stored
 * twice; a uid that is already placed gets the row's flags. What the user has moved away, though the server does
 * not know yet, is not placed.
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
  const somePending = hasPending(db, folderId)
  const someStray = hasStrays(db, folder.accountId)
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
    if (somePending) {
      const left = leavingMessage(db, folderId, row.uid)
      if (left !== undefined) return left
      const put = adoptProvisional(db, folderId, row.uid, message)
      if (put !== undefined) {
        updateFlags(db, folderId, row.uid, flags)
        return put
      }
    }
    const known = adoptSameMail(db, folderId, message)
    const messageId = known ?? insertMessage(db, message)
    const shown = shownFlags(db, folderId, row.uid, flags)
    placeMail(db, { folderId, uid: row.uid, messageId, receivedAt, flags, ...shown })
    if (someStray) claimStray(db, messageId)
    if (someMuted && known === undefined) readIfMuted(db, messageId)
    return messageId
  })
}

export interface Placement {
  folderId: FolderId
  /** Below 0 until the server has said where it put the mail. */
  uid: number
  messageId: MessageId
  receivedAt: number
  /** As the server last had them, and as `canonicalFlags` writes them. */
  flags: string
  unread: 0 | 1
  flagged: 0 | 1
}

export function placeMail(db: WritableDatabase, placement: Placement): void {
  const { folderId, uid, messageId, receivedAt, flags, unread, flagged } = placement
  db.run(sql`
    INSERT INTO placements (folder_id, uid, message_id, received_at, flags, unread, flagged, exposure)
    VALUES (${folderId}, ${uid}, ${messageId}, ${receivedAt}, ${flags}, ${unread}, ${flagged},
      (SELECT exposure FROM messages WHERE id = ${messageId}))`)
}

/**
 * What lies in the folder on the server as far as is known, ordered by uid; `flags` as `canonicalFlags` writes them.
 * With what has left it for the user only, and without what is to come.
 */
export function listPlacements(db: ReadableDatabase, folderId: FolderId): { uid: number; flags: string }[] {
  const placed = db.all(sql<{ uid: number; flags: string }>`
    SELECT uid, flags FROM placements WHERE folder_id = ${folderId} AND uid > 0 ORDER BY uid`)
  const leaving = listLeaving(db, folderId)
  return leaving.length === 0 ? placed : [...placed, ...leaving].sort((a, b) => a.uid - b.uid)
}

/** Replaces the flags of those uids; uids that the folder does not hold are passed over. */
export function saveFlags(
  db: WritableDatabase,
  folderId: FolderId,
  changes: readonly { uid: number; flags: string[] }[],
): void {
  for (const { uid, flags } of changes) updateFlags(db, folderId, uid, canonicalFlags(flags))
}

/**
 * The same. What has been changed on the server from here since it was asked is newer than its answer, and stays.
 *
 * @param answers with what was known of each before the server was asked.
 * @returns how many were passed over for that.
 */
export function saveFlagAnswers(
  db: WritableDatabase,
  folderId: FolderId,
  answers: readonly { uid: number; flags: string[]; before: string }[],
): number {
  const late = answers.filter(({ uid, flags, before }) => {
    const now = flagsOf(db, folderId, uid)
    if (now !== undefined && now !== before) return true
    updateFlags(db, folderId, uid, canonicalFlags(flags))
    return false
  })
  return late.length
}

/** For the list alone: `removeGone` is for what the server has there no more. Leaves the messages. */
export function removePlacements(db: WritableDatabase, folderId: FolderId, uids: readonly number[]): void {
  for (const uid of uids) db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}`)
}

/** For a new UIDVALIDITY. Leaves the messages, so that their bodies are not fetched again, and what is to come. */
export function clearPlacements(db: WritableDatabase, folderId: FolderId): void {
  db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid > 0`)
  loseUids(db, folderId)
}
