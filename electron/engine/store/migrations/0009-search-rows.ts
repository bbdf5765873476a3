import type { Database } from 'better-sqlite3'

/** Rows of the index are numbered by day. An index keeps no text, so all mail is read again, in the background. */
export function searchRows(connection: Database): void {
  connection.exec(`
    ALTER TABLE messages ADD COLUMN search_row INTEGER;
    CREATE UNIQUE INDEX messages_by_search_row ON messages (search_row) WHERE search_row IS NOT NULL;
    DROP TRIGGER messages_deleted;
    DROP TABLE message_search;
    CREATE VIRTUAL TABLE message_search USING fts5 (
      subject, sender, recipients, attachments, body,
      content = '', contentless_delete = 1, prefix = '3', tokenize = 'unicode61 remove_diacritics 2'
    );
    INSERT INTO message_search (message_search, rank) VALUES ('deletemerge', 50);
    CREATE TRIGGER messages_deleted AFTER DELETE ON messages WHEN old.search_row IS NOT NULL BEGIN
      DELETE FROM message_search WHERE rowid = old.search_row;
    END;
    INSERT OR IGNORE INTO search_queue SELECT id, '' FROM messages WHERE body_state <> 'missing';
    UPDATE messages SET parser_version = 0 WHERE parser_version > 0;
  `)
}
