import type { Database } from 'better-sqlite3'

/**
 * Sources and bodies are numbered as they come and not by their mail: a download follows dates, across folders, which is an
 * order that no mail's id has, and SQLite leaves half of each page empty where rows come in between others.
 */
export function storedInOrder(connection: Database): void {
  connection.exec(`
    ALTER TABLE sources RENAME TO sources_by_message;
    CREATE TABLE sources (
      id INTEGER PRIMARY KEY,
      message_id INTEGER NOT NULL UNIQUE REFERENCES messages ON DELETE CASCADE,
      compressed BLOB NOT NULL
    ) STRICT;
    INSERT INTO sources (message_id, compressed) SELECT message_id, compressed FROM sources_by_message;
    DROP TABLE sources_by_message;

    ALTER TABLE bodies RENAME TO bodies_by_message;
    CREATE TABLE bodies (
      id INTEGER PRIMARY KEY,
      message_id INTEGER NOT NULL UNIQUE REFERENCES messages ON DELETE CASCADE,
      packed BLOB NOT NULL
    ) STRICT;
    INSERT INTO bodies (message_id, packed) SELECT message_id, packed FROM bodies_by_message;
    DROP TABLE bodies_by_message;
  `)
}
