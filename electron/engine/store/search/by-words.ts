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
export function findByWords(db: ReadableDatabase, match: string, reach: Reach): Look {
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
  const found = mailsAt(db, matchingRows(db, match, day.first, day.end, -1), reach).slice(0, reach.limit)
  const next = { date: dayOfSearchRow(day.first), id: 0 as MessageId }
  if (found.length === reach.limit) return { found, next: found.at(-1) ?? null }
  return { found, next: day.first <= bottom ? null : next }
}

/** Newest day first. `limit`: -1 for all. */
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
      WHERE message_search MATCH ${match} AND rowid >= ${first} AND rowid < ${end}
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

/** Of more matches than this, only the latest are ranked. */
const MOST_RANKED = 1_000
/** How much newer a mail must be, in ms, to count for twice as much as one of the same words. */
const HALF_YEAR_MS = 182 * 86_400_000

/**
 * Mails that match, the most relevant first: bm25, where a word in the subject or the sender's name weighs more than
 * in the text, raised for recent mails.
 */
export function rankByWords(db: ReadableDatabase, match: string, reach: Reach): Scored[] {
  const found = db.all(sql<MessageCursor & { rank: number }>`
    SELECT m.received_at AS date, m.id, s.rank
    FROM (
      SELECT rowid AS row, bm25(message_search, 8, 6, 3, 3, 1) AS rank FROM message_search
      WHERE message_search MATCH ${match} AND rowid >= ${searchRowsOf(reach.after).first}
        AND rowid < ${searchRowsOf(reach.cursor.date).end}
      ORDER BY rowid DESC LIMIT ${MOST_RANKED}
    ) AS s CROSS JOIN messages AS m ON m.search_row = s.row
    WHERE m.account_id = ${reach.accountId} AND m.received_at >= ${reach.after}
      AND m.received_at < ${reach.cursor.date}
      AND (${reach.folderId} IS NULL OR EXISTS (
        SELECT 1 FROM placements WHERE message_id = m.id AND folder_id = ${reach.folderId}))`)
  const newest = Math.max(...found.map(({ date }) => date))
  // SQLite's bm25 is the better the smaller it is, and below 0.
  const scored = found.map(({ rank, ...mail }) => ({
    ...mail,
    score: -rank * (1 + 1 / (1 + (newest - mail.date) / HALF_YEAR_MS)),
  }))
  return scored.sort((a, b) => b.score - a.score || b.date - a.date || b.id - a.id)
}

export interface Scored extends MessageCursor {
  score: number
}
