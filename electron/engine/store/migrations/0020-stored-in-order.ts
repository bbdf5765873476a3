import type { Database } from 'better-sqlite3'

/**
 * Sources and bodies are numbered as they come and not by their mail: a download follows dates, across folders, which is an
 * order that no mail's id has, and SQLite leaves half of each page empty where rows come in between others.
 */
export function storedInOrder(connection: Database): void {
  numberAnew(connection, 'sources', 'compressed')
  numberAnew(connection, 'bodies', 'packed')
}

/** A part at a time: what the moved rows leave is used again, and the file need not become twice as large. */
function numberAnew(connection: Database, table: string, column: string): void {
  const before = `${table}_by_message`
  connection.exec(`
    ALTER TABLE ${table} RENAME TO ${before};
    CREATE TABLE ${table} (
      id INTEGER PRIMARY KEY,
      message_id INTEGER NOT NULL UNIQUE REFERENCES messages ON DELETE CASCADE,
      ${column} BLOB NOT NULL
    ) STRICT;
  `)
  const copy = connection.prepare(`
    INSERT INTO ${table} (message_id, ${column})
    SELECT message_id, ${column} FROM ${before} ORDER BY message_id LIMIT 100`)
  const remove = connection.prepare(`
    DELETE FROM ${before} WHERE message_id <= (SELECT max(message_id) FROM ${table})`)
  while (copy.run().changes > 0) remove.run()
  connection.exec(`DROP TABLE ${before}`)
}
