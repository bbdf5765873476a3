import type { Attachment, AttachmentId, MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { AttachmentEncoding, IngestedAttachment } from './ingested-message.ts'
import { decodedLength, listLeftOut } from './left-out.ts'
import { sql } from './sql.ts'

/** `start` and `end`: byte range in the message's source, still encoded. */
export interface AttachmentRow {
  messageId: MessageId
  filename: string
  mediaType: string
  start: number
  end: number
  encoding: AttachmentEncoding
  contentId: string | null
}

export function getAttachment(db: ReadableDatabase, id: AttachmentId): AttachmentRow | undefined {
  return db.get(sql<AttachmentRow>`
    SELECT message_id AS messageId, filename, media_type AS mediaType, start_offset AS start,
      end_offset AS "end", encoding, content_id AS contentId
    FROM attachments WHERE id = ${id}`)
}

export function listAttachments(db: ReadableDatabase, messageId: MessageId): Attachment[] {
  const rows = db.all(sql<Omit<Attachment, 'inline' | 'onServer'> & { inline: number; onServer: number }>`
    SELECT id, filename, media_type AS mediaType, size, content_id AS contentId, inline,
      coalesce(l.here < l.length, 0) AS onServer
    FROM attachments AS a LEFT JOIN left_out AS l
      ON l.message_id = a.message_id AND l.at = a.start_offset AND a.start_offset = a.end_offset
    WHERE a.message_id = ${messageId} ORDER BY id`)
  return rows.map((row) => ({ ...row, inline: row.inline === 1, onServer: row.onServer === 1 }))
}

export function replaceAttachments(
  db: WritableDatabase,
  messageId: MessageId,
  attachments: readonly IngestedAttachment[],
): void {
  db.run(sql`DELETE FROM attachments WHERE message_id = ${messageId}`)
  const leftOut = new Map(listLeftOut(db, messageId).map((one) => [one.at, one]))
  for (const attachment of attachments) {
    const missing = attachment.start === attachment.end ? leftOut.get(attachment.start) : undefined
    const size = missing ? decodedLength(missing.length, attachment.encoding) : attachment.size
    db.run(sql`
      INSERT INTO attachments (message_id, filename, media_type, size, content_id, inline, start_offset,
        end_offset, encoding)
      VALUES (${messageId}, ${attachment.filename}, ${attachment.mediaType}, ${size},
        ${attachment.contentId}, ${attachment.inline ? 1 : 0}, ${attachment.start}, ${attachment.end},
        ${attachment.encoding})`)
  }
}
