import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../../../../shared/models/message.ts'
import type { ReadableDatabase } from '../database.ts'
import { dayOfSearchRow, searchRowsOf } from '../search-index.ts'
import { sql } from '../sql.ts'
import type { Look, Reach } from './candidates.ts'

/**
 * Mails that match, newest first. The index knows no smaller unit than a day, so a day that is found in part waits for
 * the next look, unless it is all that was found.
 *
 * @param match FTS5 expression.
 */
export function findByWords(db: ReadableDatabase, match: string, asked: Reach): Look {
  const reach = asked.folderId === null ? asked : withinFolder(db, asked, asked.folderId)
  const bottom = searchRowsOf(reach.after).first
  // An id of 0 leaves out all of that date, which may be a whole day.
  const { end } = searchRowsOf(reach.cursor.id > 0 ? reach.cursor.date : reach.cursor.date - 1)
  const rows = matchingRows(db, match, bottom, end, reach.limit)
  const last = rows.at(-1)
  if (last === undefined || rows.length < reach.limit) return { found: mailsAt(db, rows, reach), next: null }
  const day = searchRowsOf(dayOfSearchRow(last))
  const whole = rows.filter((row) => row >= day.end)
  if (whole.length > 0) {
    return { found: mailsAt(db, whole, reach), next: { date: dayOfSearchRow(day.end), id: 0 as MessageId } }
  }
  const ofDay = matchingRows(db, match, day.first, day.end, MOST_OF_DAY + 1)
  const look = ofDay.length > MOST_OF_DAY ? throughMails(db, match, reach, day.first) : null
  const found = look?.found ?? mailsAt(db, ofDay, reach).slice(0, reach.limit)
  if (look?.next) return look
  if (found.length === reach.limit) return { found, next: found.at(-1) ?? null }
  const next = { date: dayOfSearchRow(day.first), id: 0 as MessageId }
  return { found, next: day.first <= bottom ? null : next }
}

/** Of more matches, not all are put in order. Whole mailboxes carry the date on which they were moved. */
const MOST_OF_DAY = 1_000

/** The other way round: the mails of that day in their order, and which of them match. */
function throughMails(db: ReadableDatabase, match: string, reach: Reach, first: number): Look {
  // The first day holds whatever is older too.
  const after = first === 0 ? reach.after : Math.max(reach.after, dayOfSearchRow(first))
  const mails = db.all(sql<MessageCursor>`
    SELECT received_at AS date, id FROM messages INDEXED BY messages_by_identity
    WHERE account_id = ${reach.accountId} AND received_at >= ${after} AND received_at <= ${reach.cursor.date}
      AND (received_at, id) < (${reach.cursor.date}, ${reach.cursor.id})
    ORDER BY received_at DESC, id DESC LIMIT ${reach.limit}`)
  return {
    found: thatMatch(db, match, mails),
    next: mails.length < reach.limit ? null : (mails.at(-1) ?? null),
  }
}

/** An archive of old mail begins long after the latest mails of the account that match. */
function withinFolder(db: ReadableDatabase, reach: Reach, folderId: FolderId): Reach {
  const span = db.get(sql<{ oldest: number; newest: number }>`
    SELECT min(received_at) AS oldest, max(received_at) AS newest FROM messages
    WHERE id IN (
      (SELECT message_id FROM placements WHERE folder_id = ${folderId} ORDER BY received_at, message_id LIMIT 1),
      (SELECT message_id FROM placements WHERE folder_id = ${folderId}
        ORDER BY received_at DESC, message_id DESC LIMIT 1))
    HAVING count(email_id) = 0`)
  // Where a server names mails itself (Gmail), one may have another date in each of its folders.
  if (span === undefined) return reach
  const after = Math.max(reach.after, span.oldest)
  const top = { date: span.newest + 1, id: 0 as MessageId }
  return { ...reach, after, cursor: reach.cursor.date < top.date ? reach.cursor : top }
}

/**
 * Newest day first.
 *
 * CAST: our numbers are bound as REAL, and FTS5 overlooks such a bound: it would walk over all matches of the mailbox.
 */
function matchingRows(
  db: ReadableDatabase,
  match: string,
  first: number,
  end: number,
  limit: number,
): number[] {
  return db
    .all(sql<{ row: number }>`
      SELECT rowid AS row FROM message_search
      WHERE message_search MATCH ${match}
        AND rowid >= CAST(${first} AS INTEGER) AND rowid < CAST(${end} AS INTEGER)
      ORDER BY rowid DESC LIMIT ${limit}`)
    .map(({ row }) => row)
}

function mailsAt(db: ReadableDatabase, rows: readonly number[], reach: Reach): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT m.received_at AS date, m.id
    FROM json_each(${JSON.stringify(rows)}) AS row CROSS JOIN messages AS m ON m.search_row = row.value
    WHERE m.account_id = ${reach.accountId} AND m.received_at >= ${reach.after}
      AND (m.received_at, m.id) < (${reach.cursor.date}, ${reach.cursor.id})
      AND (${reach.folderId} IS NULL OR EXISTS (
        SELECT 1 FROM placements WHERE message_id = m.id AND folder_id = ${reach.folderId}))
    ORDER BY m.received_at DESC, m.id DESC`)
}

interface Row {
  id: MessageId
  row: number
}

/** Where the mails stand in the index, in its order. */
export function searchRows(db: ReadableDatabase, ids: readonly MessageId[]): Row[] {
  return db.all(sql<Row>`
    SELECT m.id, m.search_row AS row FROM json_each(${JSON.stringify(ids)}) AS asked
      CROSS JOIN messages AS m ON m.id = asked.value
    WHERE m.search_row IS NOT NULL ORDER BY m.search_row`)
}

/** Those of the mails that match. FTS5 walks over all matches in a tenth of the time it takes to look up each mail. */
export function thatMatch(
  db: ReadableDatabase,
  match: string,
  mails: readonly MessageCursor[],
): MessageCursor[] {
  const rows = searchRows(
    db,
    mails.map(({ id }) => id),
  )
  const matching = db.all(sql<{ row: number }>`
    SELECT rowid AS row FROM message_search
    WHERE message_search MATCH ${match}
      AND rowid >= CAST(${rows[0]?.row ?? 0} AS INTEGER) AND rowid <= CAST(${rows.at(-1)?.row ?? 0} AS INTEGER)
      AND +rowid IN (SELECT value FROM json_each(${JSON.stringify(rows.map(({ row }) => row))}))`)
  const found = new Set(matching.map(({ row }) => row))
  const ids = new Set(rows.filter(({ row }) => found.has(row)).map(({ id }) => id))
  return mails.filter(({ id }) => ids.has(id))
}

/** How well each of these mails matches, the better the larger: bm25, where a word in the subject or the sender's name weighs more than in the text. */
export function rankAmong(
  db: ReadableDatabase,
  match: string,
  ids: readonly MessageId[],
): Map<MessageId, number> {
  const rows = searchRows(db, ids)
  const ranked = db.all(sql<{ row: number; rank: number }>`
    SELECT rowid AS row, bm25(message_search, 8, 6, 3, 3, 1) AS rank FROM message_search
    WHERE message_search MATCH ${match}
      AND rowid >= CAST(${rows[0]?.row ?? 0} AS INTEGER) AND rowid <= CAST(${rows.at(-1)?.row ?? 0} AS INTEGER)
      AND +rowid IN (SELECT value FROM json_each(${JSON.stringify(rows.map(({ row }) => row))}))`)
  const byRow = new Map(ranked.map(({ row, rank }) => [row, rank]))
  // SQLite's bm25 is the better the smaller it is, and below 0.
  return new Map(rows.map(({ id, row }) => [id, -(byRow.get(row) ?? 0)]))
}
