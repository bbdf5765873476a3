import type { Database } from 'better-sqlite3'

/** About 2 ms each: a click never waits for more. */
const PAGES_AT_ONCE = 128
/** Less is used up by the next mails anyway. */
const WORTHWHILE_PAGES = 1_000

/**
 * Gives the disk back what deleted rows left, a few pages at a time.
 *
 * @returns a step; it answers whether there is another one to do.
 */
export function createTidying(connection: Database): () => boolean {
  let giving = false
  return function tidySome() {
    const free = Number(connection.pragma('freelist_count', { simple: true }))
    giving = free > (giving ? 0 : WORTHWHILE_PAGES)
    if (giving) connection.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`)
    return giving && Number(connection.pragma('freelist_count', { simple: true })) < free
  }
}
