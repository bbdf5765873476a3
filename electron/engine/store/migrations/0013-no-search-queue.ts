import type { Database } from 'better-sqlite3'

/** Mail is indexed as it is stored. What was still to be indexed is read again, in the background. */
export function noSearchQueue(connection: Database): void {
  connection.exec(`
    UPDATE messages SET parser_version = 0
      WHERE parser_version > 0 AND id IN (SELECT message_id FROM search_queue);
    DROP TABLE search_queue;
  `)
}
