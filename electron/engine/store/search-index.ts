import { foldForSearch } from '../../../shared/fold-for-search.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import { listAttachments } from './attachments.ts'
import { splitToPairs } from './cjk-pairs.ts'
import type { WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/**
 * Rows of the index are numbered by day, so that FTS5, which only knows the order of its rows, finds the latest mails
 * first: a day's rows begin at its number times this. Small numbers for what lies close together keep the index small.
 */
const ROWS_PER_DAY = 2 ** 24
const DAY_MS = 86_400_000
/** In the year 2243; later mails, and those from before 1970, share their day. */
const LAST_DAY = 99_999

/** @param date Unix time in ms. @returns the first row of that day and of the day after it. */
export function searchRowsOf(date: number): { first: number; end: number } {
  const day = Math.min(Math.max(Math.floor(date / DAY_MS), 0), LAST_DAY)
  return { first: day * ROWS_PER_DAY, end: (day + 1) * ROWS_PER_DAY }
}

/** The beginning, in Unix time in ms, of the day that a row belongs to. */
export function dayOfSearchRow(row: number): number {
  return Math.floor(row / ROWS_PER_DAY) * DAY_MS
}

function takeRow(db: WritableDatabase, id: MessageId, receivedAt: number): number {
  const { first, end } = searchRowsOf(receivedAt)
  const last = db.get(sql<{ row: number | null }>`
    SELECT max(search_row) AS row FROM messages WHERE search_row >= ${first} AND search_row < ${end}`)
  const row = (last?.row ?? first) + 1
  db.run(sql`UPDATE messages SET search_row = ${row} WHERE id = ${id}`)
  return row
}

interface IndexedText {
  messageId: MessageId
  text: string
}

/**
 * Finds the mails by their headers as they are stored, and by these texts, from now on; by nothing that was there before.
 * All of a transaction at once, in the order of their rows, and last: FTS5 writes out what it holds whenever another table
 * is written or an earlier row comes, as a piece of the index that has to be merged with others.
 */
export function indexMails(db: WritableDatabase, mails: readonly IndexedText[]): void {
  const rows = mails.flatMap((mail) => readSearchRow(db, mail) ?? []).sort((a, b) => a.row - b.row)
  for (const { row, subject, sender, recipients, attachments, body } of rows) {
    db.run(sql`
      INSERT OR REPLACE INTO message_search (rowid, subject, sender, recipients, attachments, body)
      VALUES (${row}, ${subject}, ${sender}, ${recipients}, ${attachments}, ${body})`)
  }
}

function readSearchRow(db: WritableDatabase, { messageId: id, text }: IndexedText) {
  const mail = db.get(sql<{
    row: number | null
    receivedAt: number
    subject: string
    fromName: string
    fromAddress: string
    to: string
    cc: string
  }>`
    SELECT search_row AS row, received_at AS receivedAt, subject, from_name AS fromName, from_address AS fromAddress,
      to_json AS "to", cc_json AS cc
    FROM messages WHERE id = ${id}`)
  if (mail === undefined) return undefined
  const to: Mailbox[] = [...JSON.parse(mail.to), ...JSON.parse(mail.cc)]
  const filenames = listAttachments(db, id).map(({ filename }) => filename)
  return {
    row: mail.row ?? takeRow(db, id, mail.receivedAt),
    subject: words(mail.subject),
    sender: words(`${mail.fromName} ${mail.fromAddress}`),
    recipients: words(to.map(({ name, address }) => `${name} ${address}`).join(' ')),
    attachments: words(filenames.join(' ')),
    body: words(text),
  }
}

/**
 * Finds by their headers up to `limit` mails that search does not know yet, of those that came before this time.
 *
 * @returns how many; 0 when there are no more.
 */
export function indexByHeaders(
  db: WritableDatabase,
  accountId: AccountId,
  before: number,
  limit: number,
): number {
  const unfound = db.all(sql<{ id: MessageId }>`
    SELECT id FROM messages
    WHERE account_id = ${accountId} AND body_state = 'missing' AND search_row IS NULL AND received_at < ${before}
    LIMIT ${limit}`)
  indexMails(
    db,
    unfound.map(({ id }) => ({ messageId: id, text: '' })),
  )
  return unfound.length
}

function words(text: string): string {
  return splitToPairs(foldForSearch(text))
}
