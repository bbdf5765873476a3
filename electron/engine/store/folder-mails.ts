import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

export interface FolderMail {
  messageId: MessageId
  /** Unix time in ms. */
  receivedAt: number
  /** IMAP flags in lower case, separated by blanks. */
  flags: string
  subject: string
}

/** All mails of a folder, oldest first. */
export function listFolderMails(db: ReadableDatabase, folderId: FolderId): FolderMail[] {
  return db.all(sql<FolderMail>`
    SELECT p.message_id AS messageId, p.received_at AS receivedAt, p.flags, m.subject
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${folderId} ORDER BY p.received_at, p.message_id`)
}

/**
 * Mails of a folder that have no Message-ID.
 *
 * @param size of their source in bytes.
 * @param receivedAt Unix time in ms; null: any.
 */
export function listNameless(
  db: ReadableDatabase,
  folderId: FolderId,
  size: number,
  receivedAt: number | null,
): MessageId[] {
  const found =
    receivedAt === null
      ? db.all(sql<{ id: MessageId }>`
          SELECT m.id FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
          WHERE p.folder_id = ${folderId} AND m.size = ${size} AND m.message_id_header IS NULL`)
      : db.all(sql<{ id: MessageId }>`
          SELECT m.id FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
          WHERE p.folder_id = ${folderId} AND p.received_at = ${receivedAt} AND m.size = ${size}
            AND m.message_id_header IS NULL`)
  return found.map(({ id }) => id)
}

/** The Message-ID headers of a folder's mails, and whose they are. */
export function listNamed(db: ReadableDatabase, folderId: FolderId): { header: string; from: string }[] {
  return db.all(sql<{ header: string; from: string }>`
    SELECT m.message_id_header AS header, m.from_address AS "from"
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${folderId} AND m.message_id_header IS NOT NULL`)
}
