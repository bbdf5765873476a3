import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { OperationId } from '../../../shared/models/operation.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** Whether anything waits that is to leave this folder, to come into it or to change in it. */
export function hasPending(db: ReadableDatabase, folderId: FolderId): boolean {
  const row = db.get(sql<{ some: number }>`
    SELECT EXISTS (SELECT 1 FROM operations WHERE folder_id = ${folderId} AND state <> 'done')
      OR EXISTS (SELECT 1 FROM operations WHERE target_id = ${folderId}) AS some`)
  return row?.some === 1
}

/**
 * What the list shows of a mail with these flags on the server: the user's last act counts, as long as the server
 * has not been told of it.
 */
export function shownFlags(
  db: ReadableDatabase,
  folderId: FolderId,
  uid: number,
  flags: string,
): { unread: 0 | 1; flagged: 0 | 1 } {
  const names = new Set(flags.split(' '))
  const pending = db.all(sql<{ flag: string; on: number }>`
    SELECT flag, flag_on AS "on" FROM operations
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind = 'flag' ORDER BY id`)
  for (const { flag, on } of pending) {
    if (on === 1) names.add(flag)
    else names.delete(flag)
  }
  return { unread: names.has('\\seen') ? 0 : 1, flagged: names.has('\\flagged') ? 1 : 0 }
}

/** The mail that lies there on the server, but has left for the user. */
export function leavingMessage(db: ReadableDatabase, folderId: FolderId, uid: number): MessageId | undefined {
  return db.get(sql<{ id: MessageId }>`
    SELECT message_id AS id FROM operations
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind IN ('move', 'delete')
    LIMIT 1`)?.id
}

/** Such mails with the server's flags. */
export function listLeaving(db: ReadableDatabase, folderId: FolderId): { uid: number; flags: string }[] {
  return db.all(sql<{ uid: number; flags: string }>`
    SELECT DISTINCT uid, placed_flags AS flags FROM operations
    WHERE folder_id = ${folderId} AND uid > 0 AND state <> 'done' AND kind IN ('move', 'delete')`)
}

export function saveLeavingFlags(db: WritableDatabase, folderId: FolderId, uid: number, flags: string): void {
  db.run(sql`
    UPDATE operations SET placed_flags = ${flags}
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind IN ('move', 'delete')`)
}

/** How many mails the server has there more than the list shows. */
export function countAhead(db: ReadableDatabase, folderId: FolderId): number {
  const coming = db.get(sql<{ count: number }>`
    SELECT count(*) AS count FROM placements WHERE folder_id = ${folderId} AND uid < 0`)
  return listLeaving(db, folderId).length - (coming?.count ?? 0)
}

/** Where the server has a mail, as long as it has not been told where it is to be. */
export function pendingPlaceOf(
  db: ReadableDatabase,
  messageId: MessageId,
): { folderId: FolderId; path: string; uid: number } | undefined {
  return db.get(sql<{ folderId: FolderId; path: string; uid: number }>`
    SELECT o.folder_id AS folderId, f.path, o.uid
    FROM operations AS o CROSS JOIN folders AS f ON f.id = o.folder_id
    WHERE o.message_id = ${messageId} AND o.state <> 'done' AND o.uid > 0 ORDER BY o.id LIMIT 1`)
}

/** Whether mails are to come there: it must not be taken for a folder that is gone. */
export function isAwaiting(db: ReadableDatabase, folderId: FolderId): boolean {
  const row = db.get(sql<{ some: number }>`
    SELECT EXISTS (SELECT 1 FROM operations WHERE target_id = ${folderId} AND state <> 'done') AS some`)
  return row?.some === 1
}

/** A new UIDVALIDITY: the mails have to be found again, by whoever meets them first. */
export function loseUids(db: WritableDatabase, folderId: FolderId): void {
  db.run(sql`
    UPDATE operations SET uid = NULL, uid_validity = NULL
    WHERE folder_id = ${folderId} AND uid > 0 AND state <> 'done'`)
}

/**
 * A mail whose UID was lost has been found again.
 *
 * @returns whether it has left for the user, and is not to be shown there.
 */
export function findLost(
  db: WritableDatabase,
  folderId: FolderId,
  uid: number,
  messageId: MessageId,
): boolean {
  const found = db.run(sql`
    UPDATE operations SET uid = ${uid},
      uid_validity = (SELECT uid_validity FROM folders WHERE id = ${folderId})
    WHERE message_id = ${messageId} AND folder_id = ${folderId} AND uid IS NULL AND state <> 'done'`)
  return found > 0 && leavingMessage(db, folderId, uid) !== undefined
}

/** What makes a mail the same in another folder, or in the same once the server has given it a UID. */
interface MailLook {
  accountId: AccountId
  emailId?: string | null
  messageIdHeader: string | null
  size: number
  /** Unix time in ms. */
  receivedAt: number
}

/**
 * A mail arrives in this folder. Where the user has put the same there, and only its UID was missing, it has one now.
 */
export function adoptProvisional(
  db: WritableDatabase,
  folderId: FolderId,
  uid: number,
  { accountId, emailId = null, messageIdHeader, size, receivedAt }: MailLook,
): MessageId | undefined {
  const same =
    db.get(sql<Provisional>`
      SELECT p.uid, p.message_id AS messageId
      FROM messages AS m CROSS JOIN placements AS p ON p.message_id = m.id
      WHERE m.account_id = ${accountId} AND m.email_id = ${emailId} AND m.size = ${size}
        AND p.folder_id = ${folderId} AND p.uid < 0
      LIMIT 1`) ??
    db.get(sql<Provisional>`
      SELECT p.uid, p.message_id AS messageId
      FROM messages AS m CROSS JOIN placements AS p ON p.message_id = m.id
      WHERE m.account_id = ${accountId} AND m.received_at = ${receivedAt} AND m.size = ${size}
        AND m.message_id_header = ${messageIdHeader} AND (m.email_id IS NULL OR ${emailId} IS NULL)
        AND p.folder_id = ${folderId} AND p.uid < 0
      LIMIT 1`)
  if (same === undefined) return undefined
  const folder = db.get(sql<{ uidValidity: number | null }>`
    SELECT uid_validity AS uidValidity FROM folders WHERE id = ${folderId}`)
  giveUid(db, folderId, same.uid, { uid, uidValidity: folder?.uidValidity ?? null })
  return same.messageId
}

type Provisional = { uid: number; messageId: MessageId }

/** The mail that was given `provisional` by us has this UID from the server. */
export function giveUid(
  db: WritableDatabase,
  folderId: FolderId,
  provisional: number,
  { uid, uidValidity }: { uid: number; uidValidity: number | null },
): void {
  const taken = db.get(sql<{ one: number }>`
    SELECT 1 AS one FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}`)
  if (taken !== undefined) {
    // A sync came first and did not recognise the mail: it is there once.
    db.run(sql`DELETE FROM placements WHERE folder_id = ${folderId} AND uid = ${provisional}`)
  } else {
    db.run(sql`UPDATE placements SET uid = ${uid} WHERE folder_id = ${folderId} AND uid = ${provisional}`)
  }
  db.run(sql`
    UPDATE operations SET uid = ${uid}, uid_validity = ${uidValidity}
    WHERE folder_id = ${folderId} AND uid = ${provisional} AND state <> 'done'`)
  db.run(sql`
    UPDATE operations SET target_uid = ${uid} WHERE target_id = ${folderId} AND target_uid = ${provisional}`)
}

/** The operation that is to bring a mail there. */
export function producerOf(db: ReadableDatabase, folderId: FolderId, uid: number): OperationId | undefined {
  return db.get(sql<{ id: OperationId }>`
    SELECT id FROM operations
    WHERE target_id = ${folderId} AND target_uid = ${uid} AND state <> 'done' ORDER BY id LIMIT 1`)?.id
}
