import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import { listAttachments } from './attachments.ts'
import type { WritableDatabase } from './database.ts'
import { foldForSearch } from './fold-for-search.ts'
import { sql } from './sql.ts'

/** Remembers text to be indexed later: indexing costs thirty times what storing the message does. */
export function queueForSearch(db: WritableDatabase, messageId: MessageId, text: string): void {
  db.run(sql`
    INSERT INTO search_queue (message_id, text) VALUES (${messageId}, ${text})
    ON CONFLICT (message_id) DO UPDATE SET text = excluded.text`)
}

/**
 * Indexes up to `limit` waiting messages; 50 take about 12 ms.
 *
 * @returns how many; 0 when none waits any more.
 */
export function indexPending(db: WritableDatabase, limit: number): number {
  const waiting = db.all(sql<{
    id: MessageId
    text: string
    subject: string
    fromName: string
    fromAddress: string
    to: string
    cc: string
  }>`
    SELECT q.message_id AS id, q.text, m.subject, m.from_name AS fromName, m.from_address AS fromAddress,
      m.to_json AS "to", m.cc_json AS cc
    FROM search_queue AS q CROSS JOIN messages AS m ON m.id = q.message_id
    ORDER BY q.message_id LIMIT ${limit}`)
  for (const row of waiting) {
    const to: Mailbox[] = [...JSON.parse(row.to), ...JSON.parse(row.cc)]
    const recipients = to.map(({ name, address }) => `${name} ${address}`).join(' ')
    const filenames = listAttachments(db, row.id).map(({ filename }) => filename)
    db.run(sql`
      INSERT OR REPLACE INTO message_search (rowid, subject, sender, recipients, attachments, body)
      VALUES (${row.id}, ${foldForSearch(row.subject)}, ${foldForSearch(`${row.fromName} ${row.fromAddress}`)},
        ${foldForSearch(recipients)}, ${foldForSearch(filenames.join(' '))}, ${foldForSearch(row.text)})`)
    db.run(sql`DELETE FROM search_queue WHERE message_id = ${row.id}`)
  }
  return waiting.length
}
