import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** Of the parser and the analyser that read a mail. */
export interface Versions {
  parser: number
  analyser: number
}

export interface OutdatedMail {
  messageId: MessageId
  accountId: AccountId
  parser: number
  /** RFC822.SIZE in bytes. */
  size: number
}

/** The few pairs of versions below the current one that stored mails have: one look at the index for each. */
function outdatedVersions(db: ReadableDatabase, current: Versions): Versions[] {
  const outdated: Versions[] = []
  let last: Versions = { parser: -1, analyser: -1 }
  for (;;) {
    const next = db.get(sql<Versions>`
      SELECT parser_version AS parser, analyser_version AS analyser FROM messages
      WHERE body_state = 'ready' AND (parser_version, analyser_version) > (${last.parser}, ${last.analyser})
      ORDER BY parser_version, analyser_version LIMIT 1`)
    if (next === undefined) return outdated
    if (next.parser < current.parser || next.analyser < current.analyser) outdated.push(next)
    last = next
  }
}

/** How many mails an older parser or analyser read. */
export function countOutdated(db: ReadableDatabase, current: Versions): number {
  let count = 0
  for (const { parser, analyser } of outdatedVersions(db, current)) {
    const row = db.get(sql<{ count: number }>`
      SELECT count(*) AS count FROM messages
      WHERE body_state = 'ready' AND parser_version = ${parser} AND analyser_version = ${analyser}`)
    count += row?.count ?? 0
  }
  return count
}

/** Those mails, newest first. */
export function listOutdated(db: ReadableDatabase, current: Versions, limit: number): OutdatedMail[] {
  const found = outdatedVersions(db, current).flatMap(({ parser, analyser }) =>
    db.all(sql<OutdatedMail & { receivedAt: number }>`
      SELECT id AS messageId, account_id AS accountId, parser_version AS parser, size, received_at AS receivedAt
      FROM messages
      WHERE body_state = 'ready' AND parser_version = ${parser} AND analyser_version = ${analyser}
      ORDER BY received_at DESC, id DESC LIMIT ${limit}`),
  )
  found.sort((a, b) => b.receivedAt - a.receivedAt || b.messageId - a.messageId)
  return found.slice(0, limit).map(({ receivedAt: _, ...mail }) => mail)
}

/** A mail that these can't read keeps what is known of it, and is left to the next ones. */
export function passOver(db: WritableDatabase, messageId: MessageId, current: Versions): void {
  db.run(sql`
    UPDATE messages SET parser_version = ${current.parser}, analyser_version = ${current.analyser}
    WHERE id = ${messageId}`)
}
