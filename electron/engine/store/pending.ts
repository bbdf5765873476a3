import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { listSame, type MailLook } from './mail-look.ts'
import { showAnew } from './shown-flags.ts'
import { sql } from './sql.ts'

/** Whether anything waits that is to leave this folder, to come into it or to change in it, or has come unseen. */
export function hasPending(db: ReadableDatabase, folderId: FolderId): boolean {
  const row = db.get(sql<{ some: number }>`
    SELECT EXISTS (SELECT 1 FROM operations WHERE folder_id = ${folderId} AND state <> 'done')
      OR EXISTS (SELECT 1 FROM placements WHERE folder_id = ${folderId} AND uid < 0) AS some`)
  return row?.some === 1
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

/**
 * A mail arrives in this folder. Where the user has put the same there, and only its UID was missing, it has one now.
 */
export function adoptProvisional(
  db: WritableDatabase,
  folderId: FolderId,
  uid: number,
  look: MailLook,
): MessageId | undefined {
  for (const messageId of listSame(db, look)) {
    const provisional =
      db.get(sql<{ uid: number }>`
        SELECT uid FROM placements WHERE message_id = ${messageId} AND folder_id = ${folderId} AND uid < 0`) ??
      wentOn(db, folderId, messageId)
    if (provisional === undefined) continue
    giveUid(db, folderId, provisional.uid, { uid, uidValidity: uidValidityOf(db, folderId) })
    return messageId
  }
  return undefined
}

/** The user has taken it on from there, before it was known whether the server had brought it there. */
function wentOn(db: ReadableDatabase, folderId: FolderId, messageId: MessageId): { uid: number } | undefined {
  return db.get(sql<{ uid: number }>`
    SELECT later.uid FROM operations AS later LEFT JOIN operations AS before ON before.id = -later.uid
    WHERE later.message_id = ${messageId} AND later.folder_id = ${folderId} AND later.uid < 0
      AND later.state <> 'done' AND later.kind IN ('move', 'delete')
      AND (before.id IS NULL OR before.state = 'done' OR before.unsure = 1)
    LIMIT 1`)
}

function uidValidityOf(db: ReadableDatabase, folderId: FolderId): number | null {
  const folder = db.get(sql<{ uidValidity: number | null }>`
    SELECT uid_validity AS uidValidity FROM folders WHERE id = ${folderId}`)
  return folder?.uidValidity ?? null
}

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
  showAnew(db, folderId, uid)
}
