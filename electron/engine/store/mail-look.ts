import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

/**
 * What makes a mail the same in another folder: RFC 3501 6.4.7 has COPY keep all of it. The time of receipt is part of
 * it, since the sender of a look-alike does not choose that.
 */
export interface MailLook {
  accountId: AccountId
  /** The server's word (RFC 8474), null where it gives none. */
  emailId?: string | null
  /** In its brackets. */
  messageIdHeader: string | null
  /** RFC822.SIZE in bytes. */
  size: number
  /** Unix time in ms. */
  receivedAt: number
}

export function readLook(db: ReadableDatabase, messageId: MessageId): MailLook | undefined {
  return db.get(sql<MailLook>`
    SELECT account_id AS accountId, email_id AS emailId, message_id_header AS messageIdHeader, size,
      received_at AS receivedAt
    FROM messages WHERE id = ${messageId}`)
}

/** A server that lists one mail 200,000 times must not make this quadratic. */
const MOST_SAME = 20

/**
 * The account's mails that look like this one: first those that the server calls the same, which holds also where one
 * mail has another time of receipt in each label (Gmail).
 *
 * @param notIn leaves out those that are in this folder.
 */
export function listSame(
  db: ReadableDatabase,
  { accountId, emailId = null, messageIdHeader, size, receivedAt }: MailLook,
  notIn: FolderId | null = null,
): MessageId[] {
  const byServer =
    emailId === null
      ? []
      : db.all(sql<{ id: MessageId }>`
          SELECT id FROM (
            SELECT id FROM messages WHERE account_id = ${accountId} AND email_id = ${emailId} AND size = ${size}
            LIMIT ${MOST_SAME}) AS same
          WHERE NOT EXISTS (SELECT 1 FROM placements WHERE folder_id = ${notIn} AND message_id = same.id)`)
  const byLook = db.all(sql<{ id: MessageId }>`
    SELECT id FROM (
      SELECT id FROM messages
      WHERE account_id = ${accountId} AND received_at = ${receivedAt} AND size = ${size}
        AND message_id_header IS ${messageIdHeader} AND (email_id IS NULL OR ${emailId} IS NULL)
      LIMIT ${MOST_SAME}) AS same
    WHERE NOT EXISTS (SELECT 1 FROM placements WHERE folder_id = ${notIn} AND message_id = same.id)`)
  return [...byServer, ...byLook].map(({ id }) => id)
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

export function isIn(db: ReadableDatabase, messageId: MessageId, folderId: FolderId): boolean {
  const row = db.get(sql<{ one: number }>`
    SELECT 1 AS one FROM placements WHERE message_id = ${messageId} AND folder_id = ${folderId}`)
  return row !== undefined
}
