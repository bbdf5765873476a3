import type { Database } from 'better-sqlite3'

/** Attachments over a set size stay on the server until they are opened. */
export function leftOut(connection: Database): void {
  connection.exec(`
    -- null: none is left out.
    ALTER TABLE accounts ADD COLUMN attachment_megabytes INTEGER DEFAULT 5;

    -- Parts that are empty in the stored source. at: their offset in it. start, length: where their bytes are in the
    -- mail as the server has it. here: how many of them, from their beginning, are in left_out_pieces.
    CREATE TABLE left_out (
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      at INTEGER NOT NULL,
      start INTEGER NOT NULL,
      length INTEGER NOT NULL,
      here INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (message_id, at)
    ) STRICT, WITHOUT ROWID;

    -- zstd. Pieces, since 30 MB in one row would be one write that everything waits for.
    CREATE TABLE left_out_pieces (
      message_id INTEGER NOT NULL,
      at INTEGER NOT NULL,
      offset INTEGER NOT NULL,
      packed BLOB NOT NULL,
      PRIMARY KEY (message_id, at, offset),
      FOREIGN KEY (message_id, at) REFERENCES left_out ON DELETE CASCADE
    ) STRICT;
  `)
}
