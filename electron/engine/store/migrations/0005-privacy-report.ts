import type { Database } from 'better-sqlite3'

/** What the privacy report counts, each in an index that holds all it asks about, so that it reads no mail. */
export function privacyReport(connection: Database): void {
  connection.exec(`
    -- The last column is there for the index to cover its own condition.
    CREATE INDEX messages_by_sender
      ON messages (from_address COLLATE NOCASE, received_at, account_id, tracker_count, receipt_count,
        (services_json = '[]'), body_state)
      WHERE body_state = 'ready';

    -- The few trackers that the user asked for, even if they did not come or were forgotten since.
    CREATE INDEX remote_references_let_in ON remote_references (message_id)
      WHERE verdict = 'tracker' AND (state = 'loaded' OR failure IS NOT NULL);
  `)
}
