import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { readQuietly } from './read-quietly.ts'
import { sql } from './sql.ts'
import { countUpTo, isMuted, newThread, setThread, threadOf } from './thread-rows.ts'

/** The mails that come into the message's conversation from now on come as read, or no longer do. */
export function muteThread(db: WritableDatabase, messageId: MessageId, on: boolean): void {
  const known = threadOf(db, messageId)
  if (known === null) {
    if (on) setThread(db, messageId, newThread(db, messageId, 1))
    return
  }
  db.run(sql`UPDATE threads SET muted = ${on ? 1 : 0} WHERE id = ${known}`)
  if (!on && countUpTo(db, known, 2) < 2) db.run(sql`DELETE FROM threads WHERE id = ${known}`)
}

/** Every folder that has a mail of the message's conversation. */
export function foldersOfThread(db: ReadableDatabase, messageId: MessageId): FolderId[] {
  const rows = db.all(sql<{ folderId: FolderId }>`
    SELECT id AS folderId FROM folders
    WHERE account_id = (SELECT account_id FROM messages WHERE id = ${messageId})
      AND (
        EXISTS (SELECT 1 FROM placements WHERE folder_id = folders.id
          AND thread_id = (SELECT thread_id FROM messages WHERE id = ${messageId}))
        OR EXISTS (SELECT 1 FROM placements WHERE message_id = ${messageId} AND folder_id = folders.id))`)
  return rows.map(({ folderId }) => folderId)
}

export function hasMutedThreads(db: ReadableDatabase, accountId: AccountId): boolean {
  return (
    db.get(sql`SELECT 1 FROM threads WHERE account_id = ${accountId} AND muted = 1 LIMIT 1`) !== undefined
  )
}

/** Of a mail that has just come. */
export function readIfMuted(db: WritableDatabase, id: MessageId): void {
  const thread = threadOf(db, id)
  if (thread !== null && isMuted(db, thread)) readQuietly(db, id)
}
