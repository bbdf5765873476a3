import type { Database } from 'better-sqlite3'

/** How much of an account's mail is kept here whole; and the mails that search does not find yet. */
export function keepDays(connection: Database): void {
  connection.exec(`
    -- null: everything.
    ALTER TABLE accounts ADD COLUMN keep_days INTEGER;
    CREATE INDEX messages_unfound ON messages (account_id, received_at)
      WHERE body_state = 'missing' AND search_row IS NULL;
  `)
}
