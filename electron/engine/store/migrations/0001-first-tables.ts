import type { Database } from 'better-sqlite3'

/**
 * Ids that leave the engine are AUTOINCREMENT: a page that still holds the id of something deleted must
 * never reach another mail's picture with it, and a keychain entry is named by its account's id.
 */
export function firstTables(connection: Database): void {
  connection.exec(`
    CREATE TABLE accounts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      address TEXT NOT NULL COLLATE NOCASE,
      display_name TEXT NOT NULL,
      host TEXT NOT NULL COLLATE NOCASE,
      port INTEGER NOT NULL,
      security TEXT NOT NULL,
      user TEXT NOT NULL,
      UNIQUE (address, host)
    ) STRICT;

    -- total and unread are kept by the triggers on placements: counting 200,000 rows on every look would not do.
    CREATE TABLE folders (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
      path TEXT NOT NULL,
      delimiter TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT,
      uid_validity INTEGER,
      uid_next INTEGER,
      highest_modseq TEXT,
      total INTEGER NOT NULL DEFAULT 0,
      unread INTEGER NOT NULL DEFAULT 0,
      UNIQUE (account_id, path)
    ) STRICT;

    -- received_at and sent_at: Unix time in ms. The *_json columns hold arrays.
    -- download_rank 0: fetched in order of date. 1: came into junk or trash, fetched after all others.
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
      message_id_header TEXT,
      received_at INTEGER NOT NULL,
      sent_at INTEGER,
      size INTEGER NOT NULL,
      from_name TEXT NOT NULL,
      from_address TEXT NOT NULL,
      to_json TEXT NOT NULL,
      cc_json TEXT NOT NULL,
      reply_to_json TEXT NOT NULL,
      subject TEXT NOT NULL,
      in_reply_to TEXT,
      thread_references_json TEXT NOT NULL DEFAULT '[]',
      list_id TEXT,
      platform TEXT,
      snippet TEXT NOT NULL DEFAULT '',
      has_attachments INTEGER NOT NULL,
      body_state TEXT NOT NULL DEFAULT 'missing',
      download_rank INTEGER NOT NULL,
      tracker_count INTEGER NOT NULL DEFAULT 0,
      suspect_count INTEGER NOT NULL DEFAULT 0,
      remote_count INTEGER NOT NULL DEFAULT 0,
      services_json TEXT NOT NULL DEFAULT '[]',
      truncated INTEGER NOT NULL DEFAULT 0,
      parser_version INTEGER NOT NULL DEFAULT 0,
      analyser_version INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    -- The date first: ordered by Message-ID, every insert would touch a page of its own.
    CREATE INDEX messages_by_identity ON messages (account_id, received_at, size, message_id_header);
    CREATE INDEX messages_missing_bodies
      ON messages (account_id, download_rank, received_at DESC, id DESC) WHERE body_state = 'missing';

    -- received_at repeats the message's, so that a folder's list is one range of one index.
    -- flags: lower case, sorted, one space between.
    CREATE TABLE placements (
      folder_id INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
      uid INTEGER NOT NULL,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      received_at INTEGER NOT NULL,
      flags TEXT NOT NULL,
      unread INTEGER NOT NULL,
      flagged INTEGER NOT NULL,
      PRIMARY KEY (folder_id, uid)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX placements_by_date ON placements (folder_id, received_at DESC, message_id DESC);
    CREATE INDEX placements_by_message ON placements (message_id);

    -- Messages that lost their last placement, so that nobody has to look for them.
    CREATE TABLE unplaced (message_id INTEGER PRIMARY KEY) STRICT;

    CREATE TRIGGER placements_inserted AFTER INSERT ON placements BEGIN
      UPDATE folders SET total = total + 1, unread = unread + new.unread WHERE id = new.folder_id;
    END;
    CREATE TRIGGER placements_updated AFTER UPDATE OF unread ON placements WHEN old.unread <> new.unread BEGIN
      UPDATE folders SET unread = unread + new.unread - old.unread WHERE id = new.folder_id;
    END;
    CREATE TRIGGER placements_deleted AFTER DELETE ON placements BEGIN
      UPDATE folders SET total = total - 1, unread = unread - old.unread WHERE id = old.folder_id;
      INSERT OR IGNORE INTO unplaced (message_id)
        SELECT old.message_id
        WHERE NOT EXISTS (SELECT 1 FROM placements WHERE message_id = old.message_id);
    END;

    -- The mail as it came, zstd. Never rewritten: everything below can be derived from it again.
    CREATE TABLE sources (
      message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
      compressed BLOB NOT NULL
    ) STRICT;

    -- Parts and links are only ever read with their message: one zstd of JSON { parts, links }.
    CREATE TABLE bodies (
      message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
      packed BLOB NOT NULL
    ) STRICT;

    -- start_offset and end_offset: byte range in the source.
    CREATE TABLE attachments (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      filename TEXT NOT NULL,
      media_type TEXT NOT NULL,
      size INTEGER NOT NULL,
      content_id TEXT,
      inline INTEGER NOT NULL,
      start_offset INTEGER NOT NULL,
      end_offset INTEGER NOT NULL,
      encoding TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attachments_by_message ON attachments (message_id);

    CREATE TABLE receipts (
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      position INTEGER NOT NULL,
      header TEXT NOT NULL,
      address TEXT NOT NULL,
      PRIMARY KEY (message_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE vault (
      sha256 TEXT PRIMARY KEY,
      media_type TEXT NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE remote_references (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      part INTEGER NOT NULL,
      url TEXT NOT NULL,
      host TEXT NOT NULL,
      kind TEXT NOT NULL,
      verdict TEXT NOT NULL,
      service TEXT,
      reasons_json TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'blocked',
      picture TEXT REFERENCES vault
    ) STRICT;
    CREATE INDEX remote_references_by_message ON remote_references (message_id);
    CREATE INDEX remote_references_by_picture ON remote_references (picture) WHERE picture IS NOT NULL;
    CREATE INDEX remote_references_loading ON remote_references (id) WHERE state = 'loading';

    -- A picture stays as long as a mail shows it.
    CREATE TRIGGER remote_references_deleted AFTER DELETE ON remote_references WHEN old.picture IS NOT NULL BEGIN
      DELETE FROM vault WHERE sha256 = old.picture
        AND NOT EXISTS (SELECT 1 FROM remote_references WHERE picture = old.picture);
    END;

    -- Text waiting to be indexed; it is kept nowhere else.
    CREATE TABLE search_queue (
      message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
      text TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE message_search USING fts5 (
      subject, people, body,
      content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );
    -- At the usual 10, deleting a sixth of a mailbox's mails rewrites its whole index on the spot: 350 ms instead of 30.
    INSERT INTO message_search (message_search, rank) VALUES ('deletemerge', 50);
    CREATE TRIGGER messages_deleted AFTER DELETE ON messages BEGIN
      DELETE FROM message_search WHERE rowid = old.id;
    END;
  `)
}
