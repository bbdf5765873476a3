import type { Database } from 'better-sqlite3'
import type { DatabaseKey } from './database-key.ts'
import { keepCopy } from './keep-copy.ts'
import type { MailFiles } from './mail-file.ts'

/** About 2 ms each: a click never waits for more. */
const PAGES_AT_ONCE = 128
/** Less is used up by the next mails anyway. */
const WORTHWHILE_PAGES = 1_000

/**
 * What is best done while nothing else goes on: copies what no server gives back, then gives the disk back what
 * deleted rows left, a few pages at a time.
 *
 * @returns a step; it answers whether there is another one to do.
 */
export function createTidying(options: {
  connection: Database
  files: MailFiles
  key: DatabaseKey
}): () => boolean {
  const { connection, files, key } = options
  const changes = connection.prepare('SELECT total_changes()').pluck()
  let copiedAt: unknown
  let giving = false

  function giveBack(): boolean {
    const free = Number(connection.pragma('freelist_count', { simple: true }))
    giving = free > (giving ? 0 : WORTHWHILE_PAGES)
    if (giving) connection.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`)
    return giving && Number(connection.pragma('freelist_count', { simple: true })) < free
  }

  return function tidySome() {
    const now = changes.get()
    if (now !== copiedAt) {
      copiedAt = now
      keepCopy(files, key, connection)
      return true
    }
    return giveBack()
  }
}
