import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageCursor, MessageId, MessageRow } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import { LIKELIEST_FOLDER, LISTED, type ListedMessage, toMessageRow } from './messages.ts'
import { sql } from './sql.ts'
import { MOST_SHOWN, threadInfo } from './thread-info.ts'

/** `listMessages` with one row for each conversation: its newest mail of this folder, which speaks for all of them. */
export function listConversations(
  db: ReadableDatabase,
  page: { folderId: FolderId; cursor: MessageCursor | null; limit: number },
): { rows: MessageRow[]; next: MessageCursor | null } {
  const { date, id } = page.cursor ?? { date: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
  const found = db.all(sql<ListedMessage>`
    SELECT ${LISTED}
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${page.folderId} AND p.newest = 1 AND (p.received_at, p.message_id) < (${date}, ${id})
    ORDER BY p.received_at DESC, p.message_id DESC LIMIT ${page.limit + 1}`)
  const rows = found
    .slice(0, page.limit)
    .map((row) => (row.threadId === null ? toMessageRow(db, row) : speakForAll(db, row)))
  const last = rows.at(-1)
  return { rows, next: found.length > page.limit && last ? { date: last.date, id: last.id } : null }
}

type Here = Pick<
  ListedMessage,
  | 'id'
  | 'unread'
  | 'flagged'
  | 'hasAttachments'
  | 'trackerCount'
  | 'suspectCount'
  | 'remoteCount'
  | 'receiptCount'
  | 'services'
>

/** What the folder has of that conversation, newest first. */
function listHere(db: ReadableDatabase, { folderId, threadId }: ListedMessage): Here[] {
  return db.all(sql<Here>`
    SELECT m.id, p.unread, p.flagged, m.has_attachments AS hasAttachments, m.tracker_count AS trackerCount,
      m.suspect_count AS suspectCount, m.remote_count AS remoteCount, m.receipt_count AS receiptCount,
      m.services_json AS services
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${folderId} AND p.thread_id = ${threadId}
    ORDER BY p.received_at DESC, p.message_id DESC LIMIT ${MOST_SHOWN}`)
}

/** As many as one act takes. */
const MOST_STOOD_FOR = 10_000

/** Of very long ones too: what is done to the line is done to all of them. */
function listAllHere(
  db: ReadableDatabase,
  { folderId, threadId }: ListedMessage,
): Pick<Here, 'id' | 'unread' | 'flagged'>[] {
  return db.all(sql<Pick<Here, 'id' | 'unread' | 'flagged'>>`
    SELECT message_id AS id, unread, flagged FROM placements
    WHERE folder_id = ${folderId} AND thread_id = ${threadId}
    ORDER BY received_at DESC, message_id DESC LIMIT ${MOST_STOOD_FOR}`)
}

function speakForAll(db: ReadableDatabase, listed: ListedMessage): MessageRow {
  const row = toMessageRow(db, listed)
  const here = listHere(db, listed)
  if (here.length < 2) return row
  const all = here.length < MOST_SHOWN ? here : listAllHere(db, listed)
  const sum = (count: (mail: Here) => number) => here.reduce((total, mail) => total + count(mail), 0)
  return {
    ...row,
    unread: all.some(({ unread }) => unread === 1),
    flagged: all.some(({ flagged }) => flagged === 1),
    hasAttachments: here.some(({ hasAttachments }) => hasAttachments === 1),
    trackerCount: sum((mail) => mail.trackerCount),
    suspectCount: sum((mail) => mail.suspectCount),
    remoteCount: sum((mail) => mail.remoteCount),
    receiptCount: sum((mail) => mail.receiptCount),
    services: [...new Set(here.flatMap(({ services }): string[] => JSON.parse(services)))],
    thread: { ...row.thread, messageIds: all.map(({ id }) => id) },
  }
}

/**
 * The mails of a conversation, oldest first: the latest `MOST_SHOWN`. Junk and trash are left out but for the
 * folder where the user sees the message; a mail in several folders is named in that one, else in the likeliest.
 */
export function listThread(db: ReadableDatabase, messageId: MessageId, folderId: FolderId): MessageRow[] {
  const found = db.all(sql<ListedMessage>`
    SELECT ${LISTED}
    FROM (
      SELECT id FROM messages WHERE id = ${messageId}
      UNION
      SELECT id FROM (
        SELECT id FROM messages WHERE thread_id = (SELECT thread_id FROM messages WHERE id = ${messageId})
        ORDER BY received_at DESC, id DESC LIMIT ${MOST_SHOWN})
    ) AS its CROSS JOIN messages AS m ON m.id = its.id CROSS JOIN placements AS p ON p.message_id = m.id
      CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE p.folder_id = ${folderId} OR m.id = ${messageId} OR ifnull(f.role, '') NOT IN ('junk', 'trash')
    ORDER BY m.received_at, m.id, p.folder_id <> ${folderId},
      ${LIKELIEST_FOLDER}`)
  const [first] = found
  if (first === undefined) return []
  const thread = threadInfo(db, first)
  return found
    .filter((row, at) => row.id !== found[at - 1]?.id)
    .map((row) => toMessageRow(db, row, { ...thread, messageIds: [row.id] }))
}
