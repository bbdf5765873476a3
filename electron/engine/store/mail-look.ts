import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** What makes a mail the same in another folder (RFC 3501 6.4.7 has COPY keep all of it). */
export interface MailLook {
  /** In its brackets. */
  messageIdHeader: string | null
  /** RFC822.SIZE in bytes. */
  size: number
  /** Unix time in ms. */
  receivedAt: number
}

export function readLook(db: ReadableDatabase, messageId: MessageId): MailLook | undefined {
  return db.get(sql<MailLook>`
    SELECT message_id_header AS messageIdHeader, size, received_at AS receivedAt FROM messages
    WHERE id = ${messageId}`)
}

/** UIDs under which the folder holds other mails that look like this one. */
export function listLookAlikes(
  db: ReadableDatabase,
  folderId: FolderId,
  messageId: MessageId,
  { messageIdHeader, size, receivedAt }: MailLook,
): number[] {
  const rows = db.all(sql<{ uid: number }>`
    SELECT p.uid FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${folderId} AND p.received_at = ${receivedAt} AND p.uid > 0
      AND m.id <> ${messageId} AND m.size = ${size} AND m.message_id_header IS ${messageIdHeader}`)
  return rows.map(({ uid }) => uid)
}
