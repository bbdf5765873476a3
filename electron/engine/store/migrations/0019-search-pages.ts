import type { Database } from 'better-sqlite3'

/** What the tag of an encrypted page, the page's own head and that of the row in it take at most. */
const TAKEN_BYTES = 150

/**
 * FTS5 makes its pieces as large as a page of 4,096 bytes can hold, but for an encrypted one: nearly every piece took two
 * pages, the second half empty. Those that are there are made anew as they are merged.
 */
export function searchPages(connection: Database): void {
  const pageSize = Number(connection.pragma('page_size', { simple: true }))
  const pieceSize = pageSize - TAKEN_BYTES
  connection.exec(`
    INSERT INTO message_search (message_search, rank) VALUES ('pgsz', ${pieceSize});
    -- merge-index.ts does.
    INSERT INTO message_search (message_search, rank) VALUES ('automerge', 0);
  `)
}
