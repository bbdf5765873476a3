import type { Database } from 'better-sqlite3'

/**
 * What search and the list's filter ask for, each as a range of an index in the order of dates; and references
 * that stand in no shown part.
 */
export function search(connection: Database): void {
  connection.exec(`
    -- part: null when the reference stands in no part that is shown (a header, a calendar, …).
    CREATE TABLE remote_references_new (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      part INTEGER,
      url TEXT NOT NULL,
      host TEXT NOT NULL,
      kind TEXT NOT NULL,
      verdict TEXT NOT NULL,
      service TEXT,
      reasons_json TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'blocked',
      picture TEXT REFERENCES vault
    ) STRICT;
    INSERT INTO remote_references_new SELECT * FROM remote_references;
    -- The highest id ever given may be one that is gone: it must not be given again.
    DELETE FROM sqlite_sequence WHERE name = 'remote_references_new';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'remote_references_new', seq FROM sqlite_sequence WHERE name = 'remote_references';
    DROP TABLE remote_references;
    ALTER TABLE remote_references_new RENAME TO remote_references;
    CREATE INDEX remote_references_by_message ON remote_references (message_id);
    CREATE INDEX remote_references_by_picture ON remote_references (picture) WHERE picture IS NOT NULL;
    CREATE INDEX remote_references_loading ON remote_references (id) WHERE state = 'loading';
    CREATE TRIGGER remote_references_deleted AFTER DELETE ON remote_references WHEN old.picture IS NOT NULL BEGIN
      DELETE FROM vault WHERE sha256 = old.picture
        AND NOT EXISTS (SELECT 1 FROM remote_references WHERE picture = old.picture);
    END;

    -- exposure: null not judged yet, 0 nothing reports, 1 something could (suspects, receipts), 2 trackers.
    ALTER TABLE messages ADD COLUMN receipt_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN exposure INTEGER AS (
      CASE
        WHEN body_state <> 'ready' OR analyser_version = 0 THEN NULL
        WHEN tracker_count > 0 THEN 2
        WHEN suspect_count + receipt_count > 0 THEN 1
        ELSE 0
      END
    );
    UPDATE messages SET receipt_count = (SELECT count(*) FROM receipts WHERE message_id = messages.id)
      WHERE id IN (SELECT message_id FROM receipts);
    CREATE INDEX messages_by_exposure
      ON messages (account_id, exposure, received_at DESC, id DESC) WHERE exposure IS NOT NULL;

    -- exposure repeats the message's, so that a folder's filtered list is one range of one index.
    ALTER TABLE placements ADD COLUMN exposure INTEGER;
    UPDATE placements SET exposure = (SELECT exposure FROM messages WHERE id = placements.message_id);
    CREATE INDEX placements_by_exposure
      ON placements (folder_id, exposure, received_at DESC, message_id DESC) WHERE exposure IS NOT NULL;
    CREATE INDEX placements_unread ON placements (folder_id, received_at DESC, message_id DESC) WHERE unread = 1;
    CREATE INDEX placements_flagged ON placements (folder_id, received_at DESC, message_id DESC) WHERE flagged = 1;
    CREATE TRIGGER messages_judged
    AFTER UPDATE OF body_state, tracker_count, suspect_count, receipt_count, analyser_version ON messages
    WHEN old.exposure IS NOT new.exposure BEGIN
      UPDATE placements SET exposure = new.exposure WHERE message_id = new.id;
    END;

    -- Which mails an older parser or analyser read, newest first, without looking at any other.
    CREATE INDEX messages_by_versions
      ON messages (parser_version, analyser_version, received_at DESC, id DESC) WHERE body_state = 'ready';

    -- services_json turned round: which mails a service's trackers are in.
    CREATE TABLE message_services (
      account_id INTEGER NOT NULL,
      service TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      message_id INTEGER NOT NULL,
      PRIMARY KEY (account_id, service, received_at DESC, message_id DESC)
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO message_services
      SELECT account_id, json_each.value, received_at, messages.id
      FROM messages, json_each(services_json) WHERE services_json <> '[]';
    CREATE TRIGGER messages_named AFTER UPDATE OF services_json ON messages
    WHEN old.services_json <> new.services_json BEGIN
      DELETE FROM message_services
      WHERE account_id = old.account_id AND received_at = old.received_at AND message_id = old.id
        AND service IN (SELECT value FROM json_each(old.services_json));
      INSERT OR IGNORE INTO message_services
        SELECT new.account_id, value, new.received_at, new.id FROM json_each(new.services_json);
    END;
    CREATE TRIGGER messages_named_deleted AFTER DELETE ON messages WHEN old.services_json <> '[]' BEGIN
      DELETE FROM message_services
      WHERE account_id = old.account_id AND received_at = old.received_at AND message_id = old.id
        AND service IN (SELECT value FROM json_each(old.services_json));
    END;

    -- Senders apart from recipients, for from: and to:. An index keeps no text that could be filed anew: mails are
    -- found by their headers until they have been read again, which an outdated parser_version brings about.
    -- prefix: the first three letters of a word being typed would else put thousands of words together, in 100 ms.
    DROP TRIGGER messages_deleted;
    DROP TABLE message_search;
    CREATE VIRTUAL TABLE message_search USING fts5 (
      subject, sender, recipients, attachments, body,
      content = '', contentless_delete = 1, prefix = '3', tokenize = 'unicode61 remove_diacritics 2'
    );
    -- At the usual 10, deleting a sixth of a mailbox's mails rewrites its whole index on the spot: 350 ms instead of 30.
    INSERT INTO message_search (message_search, rank) VALUES ('deletemerge', 50);
    CREATE TRIGGER messages_deleted AFTER DELETE ON messages BEGIN
      DELETE FROM message_search WHERE rowid = old.id;
    END;
    INSERT OR IGNORE INTO search_queue SELECT id, '' FROM messages WHERE body_state <> 'missing';
    UPDATE messages SET parser_version = 0 WHERE parser_version > 0;
  `)
}
