import type { Database } from 'better-sqlite3'

/** Bodies that could not be had are asked for again at the next start: few, among all mails. */
export function failedBodies(connection: Database): void {
  connection.exec(`CREATE INDEX messages_failed ON messages (account_id) WHERE body_state = 'failed'`)
}
