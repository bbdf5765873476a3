import type { Database } from 'better-sqlite3'

/** Where mail is handed over to be sent, and which receipts were. */
export function receiptsSent(connection: Database): void {
  connection.exec(`
    -- As smtpServerSchema has it; null until the user named one.
    ALTER TABLE accounts ADD COLUMN smtp_json TEXT;

    -- sending: on its way, or nobody knows whether it arrived. sent: the server's copy of the mail is not marked yet.
    -- marked: it is, or it keeps no such mark.
    CREATE TABLE receipts_sent (
      message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
      state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX receipts_sent_unmarked ON receipts_sent (message_id) WHERE state = 'sent';
  `)
}
