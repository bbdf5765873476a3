import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { replaceAttachments } from './attachments.ts'
import { saveBody } from './body-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { IngestedMessage } from './ingested-message.ts'
import { saveLeftOut } from './left-out.ts'
import { saveBodyFailed, saveFindings } from './messages.ts'
import { pendingPlaceOf } from './pending.ts'
import { replaceReceipts } from './receipts.ts'
import { judgeAsked } from './references.ts'
import { indexMails } from './search-index.ts'
import { saveSource } from './sources.ts'
import { sql } from './sql.ts'
import { threadMessage } from './threads.ts'

/** Where a body is to be fetched from. `size`: RFC822.SIZE in bytes. */
export interface MissingBody {
  messageId: MessageId
  folderId: FolderId
  path: string
  uid: number
  size: number
}

/**
 * Newest first; what came into junk or trash after all else.
 *
 * @param since Unix time in ms: what is older stays on the server.
 */
export function listMissingBodies(
  db: ReadableDatabase,
  accountId: AccountId,
  limit: number,
  since = Number.MIN_SAFE_INTEGER,
): MissingBody[] {
  const first = listMissing(db, accountId, 0, since, limit)
  const last = first.length < limit ? listMissing(db, accountId, 1, since, limit - first.length) : []
  return [...first, ...last].flatMap(({ id }) => {
    const placement = placementOf(db, id)
    if (placement === undefined || placement.uid < 0) return []
    const { accountId: _, ...where } = placement
    return [{ messageId: id, ...where }]
  })
}

function listMissing(
  db: ReadableDatabase,
  accountId: AccountId,
  rank: 0 | 1,
  since: number,
  limit: number,
): { id: MessageId }[] {
  return db.all(sql<{ id: MessageId }>`
    SELECT id FROM messages
    WHERE account_id = ${accountId} AND body_state = 'missing' AND download_rank = ${rank}
      AND received_at >= ${since}
      AND EXISTS (SELECT 1 FROM placements WHERE message_id = messages.id)
    ORDER BY received_at DESC, id DESC LIMIT ${limit}`)
}

/** How many `listMissingBodies` would name: the length of the way that a download has before it. */
export function countMissingBodies(
  db: ReadableDatabase,
  accountId: AccountId,
  since = Number.MIN_SAFE_INTEGER,
): number {
  const row = db.get(sql<{ count: number }>`
    SELECT count(*) AS count FROM messages
    WHERE account_id = ${accountId} AND body_state = 'missing' AND download_rank IN (0, 1)
      AND received_at >= ${since}
      AND EXISTS (SELECT 1 FROM placements WHERE message_id = messages.id)`)
  return row?.count ?? 0
}

/** @returns when the n-th of the newest missing bodies came, in Unix time in ms; before every mail where there are fewer. */
export function receivedAtOfMissing(db: ReadableDatabase, accountId: AccountId, n: number): number {
  const row = db.get(sql<{ receivedAt: number }>`
    SELECT received_at AS receivedAt FROM messages
    WHERE account_id = ${accountId} AND body_state = 'missing' AND download_rank = 0
    ORDER BY received_at DESC, id DESC LIMIT 1 OFFSET ${n}`)
  return row?.receivedAt ?? Number.MIN_SAFE_INTEGER
}

/**
 * One folder that holds the message on the server, the inbox before others, junk and trash last. The uid is below 0
 * where the server is being told right now.
 */
export function placementOf(
  db: ReadableDatabase,
  messageId: MessageId,
): { accountId: AccountId; folderId: FolderId; path: string; uid: number; size: number } | undefined {
  const placed = db.get(sql<{
    accountId: AccountId
    folderId: FolderId
    path: string
    uid: number
    size: number
  }>`
    SELECT m.account_id AS accountId, p.folder_id AS folderId, f.path, p.uid, m.size
    FROM messages AS m JOIN placements AS p ON p.message_id = m.id JOIN folders AS f ON f.id = p.folder_id
    WHERE m.id = ${messageId}
    ORDER BY p.uid < 0, CASE f.role WHEN 'inbox' THEN 0 WHEN 'junk' THEN 2 WHEN 'trash' THEN 2 ELSE 1 END
    LIMIT 1`)
  return placed && placed.uid < 0 ? { ...placed, ...pendingPlaceOf(db, messageId) } : placed
}

/**
 * Stores a fetched mail and all that was read out of it, in place of what an earlier parser or analyser
 * found. Does nothing when the message was deleted while it was being read.
 */
export function saveIngested(db: WritableDatabase, messageId: MessageId, ingested: IngestedMessage): void {
  saveAllIngested(db, [{ messageId, ingested }])
}

/** The same of several, which takes a third less time. */
export function saveAllIngested(
  db: WritableDatabase,
  mails: Iterable<{ messageId: MessageId; ingested: IngestedMessage }>,
): void {
  const saved: { messageId: MessageId; text: string }[] = []
  for (const { messageId, ingested } of mails) {
    const { parsed, compressedSource } = ingested
    if (!saveJudged(db, messageId, ingested)) continue
    if (compressedSource) {
      saveSource(db, messageId, compressedSource)
      saveLeftOut(db, messageId, ingested.leftOut ?? [])
    }
    replaceAttachments(db, messageId, parsed.attachments)
    saved.push({ messageId, text: parsed.text })
  }
  indexMails(db, saved)
}

/**
 * The part of `saveIngested` that a newer analyser changes. Attachments, whose ids a page may hold, and the text
 * to search in are what the same parser made of the mail before.
 *
 * @returns whether the message is still there.
 */
export function saveJudged(db: WritableDatabase, messageId: MessageId, ingested: IngestedMessage): boolean {
  if (!saveFindings(db, messageId, ingested)) return false
  saveBody(db, messageId, ingested.packedBody)
  judgeAsked(db, messageId)
  replaceReceipts(db, messageId, ingested.analysis.receipts)
  threadMessage(db, messageId)
  return true
}

/** The server has it, and it is older than what the user keeps here: it comes again when it is opened. */
export function forgetBody(db: WritableDatabase, messageId: MessageId): void {
  db.run(sql`DELETE FROM sources WHERE message_id = ${messageId}`)
  saveLeftOut(db, messageId, [])
  db.run(sql`DELETE FROM bodies WHERE message_id = ${messageId}`)
  db.run(sql`UPDATE messages SET body_state = 'missing' WHERE id = ${messageId}`)
}

/** The server has no such body, or none that can be read: it stays findable by its headers. */
export function markBodyFailed(db: WritableDatabase, messageId: MessageId): void {
  if (saveBodyFailed(db, messageId)) indexMails(db, [{ messageId, text: '' }])
}

/** What could not be had may come now. */
export function retryFailedBodies(db: WritableDatabase, accountId: AccountId): void {
  db.run(
    sql`UPDATE messages SET body_state = 'missing' WHERE account_id = ${accountId} AND body_state = 'failed'`,
  )
}
