import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId, ThreadInfo } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** A conversation of more shows its latest: whoever fills a mailbox with answers must not make lists slow. */
export const MOST_SHOWN = 200

/** What a row of that folder says of its mail's conversation. */
export function threadInfo(
  db: ReadableDatabase,
  row: { id: MessageId; folderId: FolderId; threadId: number | null },
): ThreadInfo {
  const messageIds = [row.id]
  if (row.threadId === null) return { id: null, count: 1, muted: false, messageIds }
  const found = db.get(sql<{ count: number; muted: number }>`
    SELECT muted, (
      SELECT count(*) FROM (
        SELECT id FROM messages WHERE thread_id = threads.id ORDER BY received_at DESC, id DESC LIMIT ${MOST_SHOWN}
      ) AS mail
      WHERE EXISTS (
        SELECT 1 FROM placements AS p JOIN folders AS f ON f.id = p.folder_id
        WHERE p.message_id = mail.id
          AND (p.folder_id = ${row.folderId} OR ifnull(f.role, '') NOT IN ('junk', 'trash')))
    ) AS count
    FROM threads WHERE id = ${row.threadId}`)
  return {
    id: row.threadId,
    count: Math.max(found?.count ?? 1, 1),
    muted: found?.muted === 1,
    messageIds,
  }
}
