import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type MailFiles, removeDatabase } from './mail-file.ts'

/** About 2 ms each: a click never waits for more. */
const PAGES_AT_ONCE = 64
/** Less is used up by the next mails anyway. */
const WORTHWHILE_PAGES = 500

/** Long enough to notice that something is missing, and to ask somebody who can read it. */
const DAMAGED_MS = 7 * 86_400_000

/**
 * Removes a damaged database some days after it was replaced: what was deleted since is still in it. Then gives back
 * space.
 *
 * @returns a step; it answers whether there is another one to do.
 */
export function createTidying(connection: Database, files: MailFiles): () => boolean {
  const giveBack = createGivingBack(connection)
  return function tidySome() {
    const damaged = statSync(files.damaged, { throwIfNoEntry: false })
    if (damaged !== undefined && Date.now() - damaged.mtimeMs > DAMAGED_MS) removeDatabase(files.damaged)
    return giveBack()
  }
}

/** Gives the disk back what deleted rows left, a few pages at a time. @returns a step, as above. */
export function createGivingBack(connection: Database): () => boolean {
  let giving = false
  return function giveBack() {
    const free = Number(connection.pragma('freelist_count', { simple: true }))
    giving = free > (giving ? 0 : WORTHWHILE_PAGES)
    if (giving) connection.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`)
    return giving && Number(connection.pragma('freelist_count', { simple: true })) < free
  }
}
