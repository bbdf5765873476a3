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

/** The Message-ID headers of a folder's mails. */
export function listMessageIdHeaders(db: ReadableDatabase, folderId: FolderId): string[] {
  return db
    .all(sql<{ header: string }>`
      SELECT m.message_id_header AS header
      FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
      WHERE p.folder_id = ${folderId} AND m.message_id_header IS NOT NULL`)
    .map(({ header }) => header)
}
