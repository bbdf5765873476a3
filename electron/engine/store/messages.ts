import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type {
  AttachmentId,
  MessageCursor,
  MessageId,
  MessageRow,
  OpenMessage,
} from '../../../shared/models/message.ts'
import { threadPlace } from '../threading/thread-place.ts'
import { type AttachmentRow, getAttachment, listAttachments } from './attachments.ts'
import { getBody } from './body-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { IngestedMessage } from './ingested-message.ts'
import { fillIn, listLeftOut, readPieces } from './left-out.ts'
import { listSame } from './mail-look.ts'
import type { HeaderRow } from './placements.ts'
import { listReceipts } from './receipts.ts'
import { withAsked } from './references.ts'
import { getSource } from './sources.ts'
import { fragment, sql } from './sql.ts'
import { threadInfo } from './thread-info.ts'
import { threadNewMessage } from './threads.ts'

interface NewMessage extends Omit<HeaderRow, 'uid' | 'flags' | 'internalDate'> {
  accountId: AccountId
  /** Unix time in ms. */
  receivedAt: number
  /** Its body is wanted after all others. */
  fetchLast: boolean
}

export function insertMessage(db: WritableDatabase, message: NewMessage): MessageId {
  const place = threadPlace(message)
  const id = db.insert(sql<MessageId>`
    INSERT INTO messages (account_id, message_id_header, received_at, size, from_name, from_address, to_json,
      cc_json, reply_to_json, subject, in_reply_to, has_attachments, download_rank, own_name, subject_key,
      bare_reply, email_id)
    VALUES (${message.accountId}, ${message.messageIdHeader}, ${message.receivedAt}, ${message.size},
      ${message.from.name}, ${message.from.address}, ${JSON.stringify(message.to)},
      ${JSON.stringify(message.cc)}, ${JSON.stringify(message.replyTo)}, ${message.subject},
      ${message.inReplyTo}, ${message.hasAttachments ? 1 : 0}, ${message.fetchLast ? 1 : 0}, ${place.ownName},
      ${place.subjectKey}, ${place.bareReply ? 1 : 0}, ${message.emailId ?? null})`)
  threadNewMessage(db, id, message.receivedAt, place)
  return id
}

/** The account's copy of that mail, if it has one that is not in this folder. */
export function adoptSameMail(
  db: WritableDatabase,
  folderId: FolderId,
  message: NewMessage,
): MessageId | undefined {
  const isNamed = message.messageIdHeader !== null || (message.emailId ?? null) !== null
  const same = isNamed ? listSame(db, message, folderId)[0] : lostByLook(db, message)
  if (same === undefined) return undefined
  db.run(sql`DELETE FROM unplaced WHERE message_id = ${same}`)
  db.run(
    sql`UPDATE messages SET email_id = ${message.emailId ?? null} WHERE id = ${same} AND email_id IS NULL`,
  )
  // It may only have been looked for where it no longer was.
  db.run(sql`UPDATE messages SET body_state = 'missing' WHERE id = ${same} AND body_state = 'failed'`)
  if (!message.fetchLast) {
    db.run(sql`UPDATE messages SET download_rank = 0 WHERE id = ${same} AND download_rank <> 0`)
  }
  return same
}

/**
 * A mail without a name of its own: one that lost its place and looks the same in all else, if there is but one. What
 * still is in another folder may be another mail of the same program and second.
 */
function lostByLook(db: WritableDatabase, message: NewMessage): MessageId | undefined {
  const [same, another] = db.all(sql<{ id: MessageId }>`
    SELECT id FROM messages
    WHERE account_id = ${message.accountId} AND received_at = ${message.receivedAt} AND size = ${message.size}
      AND message_id_header IS NULL AND from_address = ${message.from.address} AND subject = ${message.subject}
      AND EXISTS (SELECT 1 FROM unplaced WHERE message_id = messages.id)
    LIMIT 2`)
  return another === undefined ? same?.id : undefined
}

/** With all that was derived from it. A message that is in a folder after all stays: false. */
export function deleteUnplacedMessage(db: WritableDatabase, id: MessageId): boolean {
  db.run(sql`DELETE FROM unplaced WHERE message_id = ${id}`)
  const deleted = db.run(sql`
    DELETE FROM messages
    WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM placements WHERE message_id = ${id})`)
  return deleted > 0
}

export interface ListedMessage {
  id: MessageId
  folderId: FolderId
  fromName: string
  fromAddress: string
  subject: string
  snippet: string
  date: number
  unread: number
  flagged: number
  hasAttachments: number
  bodyState: MessageRow['bodyState']
  trackerCount: number
  suspectCount: number
  remoteCount: number
  receiptCount: number
  services: string
  threadId: number | null
}

/** The columns of `ListedMessage`, from messages AS m and placements AS p. */
export const LISTED = fragment`
  m.id, p.folder_id AS folderId, m.from_name AS fromName, m.from_address AS fromAddress, m.subject, m.snippet,
  p.received_at AS date, p.unread, p.flagged, m.has_attachments AS hasAttachments, m.body_state AS bodyState,
  m.tracker_count AS trackerCount, m.suspect_count AS suspectCount, m.remote_count AS remoteCount,
  m.receipt_count AS receiptCount, m.services_json AS services, m.thread_id AS threadId`

/** Of a mail in several folders, from folders AS f: the likeliest to be open comes first. */
export const LIKELIEST_FOLDER = fragment`
  CASE f.role WHEN 'inbox' THEN 0 WHEN 'all' THEN 2 WHEN 'junk' THEN 3 WHEN 'trash' THEN 3 ELSE 1 END`

export function toMessageRow(
  db: ReadableDatabase,
  row: ListedMessage,
  thread = threadInfo(db, row),
): MessageRow {
  const { fromName, fromAddress, threadId, ...rest } = row
  return {
    ...rest,
    from: { name: fromName, address: fromAddress },
    unread: row.unread === 1,
    flagged: row.flagged === 1,
    hasAttachments: row.hasAttachments === 1,
    services: JSON.parse(row.services),
    thread,
  }
}

/** Newest first, equal dates by id. `next` is the cursor of the following page, null on the last. */
export function listMessages(
  db: ReadableDatabase,
  page: { folderId: FolderId; cursor: MessageCursor | null; limit: number },
): { rows: MessageRow[]; next: MessageCursor | null } {
  const { date, id } = page.cursor ?? { date: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
  // CROSS JOIN keeps SQLite from ever starting at messages: the page is one range of placements_by_date.
  const found = db.all(sql<ListedMessage>`
    SELECT ${LISTED}
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${page.folderId} AND (p.received_at, p.message_id) < (${date}, ${id})
    ORDER BY p.received_at DESC, p.message_id DESC LIMIT ${page.limit + 1}`)
  const rows = found.slice(0, page.limit).map((row) => toMessageRow(db, row))
  const last = rows.at(-1)
  return { rows, next: found.length > page.limit && last ? { date: last.date, id: last.id } : null }
}

/** An opened message but for what the catalogue, the door and the user's rules say of it. */
export type StoredMessage = Omit<OpenMessage, 'companies' | 'fetched' | 'trust' | 'receiptAnswer'>

/** Everything the reader shows. A mail in several folders shows the flags of the likeliest to be open. */
export function getMessage(db: ReadableDatabase, messageId: MessageId): StoredMessage | undefined {
  type Opened = ListedMessage & {
    to: string
    cc: string
    replyTo: string
    truncated: number
    platform: string | null
  }
  const opened = db.get(sql<Opened>`
    SELECT ${LISTED}, m.to_json AS "to", m.cc_json AS cc,
      m.reply_to_json AS replyTo, m.truncated, m.platform
    FROM messages AS m JOIN placements AS p ON p.message_id = m.id JOIN folders AS f ON f.id = p.folder_id
    WHERE m.id = ${messageId}
    ORDER BY ${LIKELIEST_FOLDER}
    LIMIT 1`)
  if (opened === undefined) return undefined
  const { references, ...body } = getBody(db, messageId)
  return {
    ...toMessageRow(db, opened),
    folderIds: db
      .all(sql<{ folderId: FolderId }>`
        SELECT folder_id AS folderId FROM placements WHERE message_id = ${messageId} ORDER BY folder_id`)
      .map(({ folderId }) => folderId),
    to: JSON.parse(opened.to),
    cc: JSON.parse(opened.cc),
    replyTo: JSON.parse(opened.replyTo),
    truncated: opened.truncated === 1,
    platform: opened.platform,
    ...body,
    attachments: listAttachments(db, messageId),
    references: withAsked(db, messageId, references),
    receipts: listReceipts(db, messageId),
  }
}

/** The mail as it came, or undefined while any of it is missing. */
export function readSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  const kept = getSource(db, messageId)
  const leftOut = listLeftOut(db, messageId)
  if (kept === undefined || leftOut.length === 0) return kept
  if (leftOut.some(({ here, length }) => here < length)) return undefined
  return fillIn(
    kept,
    leftOut,
    leftOut.map(({ at }) => readPieces(db, messageId, at)),
  )
}

/** What is stored of it: attachments that were left out are empty. */
export function readKeptSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  return getSource(db, messageId)
}

/** Where to find an attachment's bytes in its message's source. */
export function readAttachmentRow(db: ReadableDatabase, id: AttachmentId): AttachmentRow | undefined {
  return getAttachment(db, id)
}

/** What a parsed and judged source says of its message. An empty From or Subject leaves the server's word. */
export function saveFindings(db: WritableDatabase, messageId: MessageId, ingested: IngestedMessage): boolean {
  const { parsed, analysis } = ingested
  const isFromKnown = parsed.from.address !== '' || parsed.from.name !== ''
  const changed = db.run(sql`
    UPDATE messages SET
      from_name = iif(${isFromKnown ? 1 : 0}, ${parsed.from.name}, from_name),
      from_address = iif(${isFromKnown ? 1 : 0}, ${parsed.from.address}, from_address),
      subject = iif(${parsed.subject} = '', subject, ${parsed.subject}),
      to_json = ${JSON.stringify(parsed.to)},
      cc_json = ${JSON.stringify(parsed.cc)},
      reply_to_json = ${JSON.stringify(parsed.replyTo)},
      in_reply_to = ${parsed.inReplyTo},
      thread_references_json = ${JSON.stringify(parsed.references)},
      sent_at = ${parsed.date === null || !Number.isSafeInteger(parsed.date) ? null : parsed.date},
      list_id = ${parsed.listId},
      authentication_json = ${parsed.authentication && JSON.stringify(parsed.authentication)},
      platform = ${analysis.platform},
      snippet = ${parsed.snippet},
      has_attachments = ${parsed.attachments.some((attachment) => !attachment.inline) ? 1 : 0},
      truncated = ${parsed.truncated ? 1 : 0},
      tracker_count = ${analysis.summary.trackers},
      suspect_count = ${analysis.summary.suspects},
      remote_count = ${analysis.remoteCount},
      receipt_count = ${analysis.receipts.length},
      services_json = ${JSON.stringify(analysis.summary.services)},
      parser_version = ${ingested.parserVersion},
      analyser_version = ${ingested.analyserVersion},
      body_state = 'ready'
    WHERE id = ${messageId}`)
  return changed > 0
}

/** A mail that was read once stays ready whatever a later attempt says. */
export function saveBodyFailed(db: WritableDatabase, messageId: MessageId): boolean {
  return (
    db.run(sql`
    UPDATE messages SET body_state = 'failed' WHERE id = ${messageId} AND body_state <> 'ready'`) > 0
  )
}
