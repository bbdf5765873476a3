import type { Database } from 'better-sqlite3'

/** Which requests for a receipt were left alone here, so that the user's other programs need not ask. */
export function receiptsIgnored(connection: Database): void {
  connection.exec(`
    -- waiting: the server is to be asked whether another program has dealt with it. ours: none had, and the server's copy
    -- is to be marked. marked: it is, or it keeps no such mark.
    CREATE TABLE receipts_ignored (
      message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
      state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX receipts_ignored_unmarked ON receipts_ignored (message_id) WHERE state <> 'marked';
  `)
}
