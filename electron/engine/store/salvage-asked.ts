import type { Database } from 'better-sqlite3'
import { columnsOf, HEADER_COLUMNS } from './kept-tables.ts'
import { copier, readAll } from './salvage.ts'

const ASKED = `(state <> 'blocked' OR failure IS NOT NULL)`
/** One page that can't be read takes no more along than lies on it. */
const AT_ONCE = 500

/**
 * Copies which pictures were asked for, what came of it and the mails that show them: a rule must ask no sender a second
 * time because of a damaged disk, and what is kept of pictures (picture-file.ts) finds its mails again. A mail that the
 * server does not list any more goes with the others that lie in no folder.
 *
 * @returns whether all of it could be read.
 * @throws what `to` throws.
 */
export function copyAsked(from: Database, to: Database): boolean {
  const [last] = readAll(from, 'SELECT max(id) FROM remote_references')
  if (last === undefined) return false
  copier(from, to, 'vault', columnsOf(to, 'vault'), 'TRUE')()
  const columns = columnsOf(to, 'remote_references')
  const copy = copier(from, to, 'remote_references', columns, `id BETWEEN ? AND ? AND ${ASKED}`)
  let complete = true
  for (let first = 1; first <= Number(last); first += AT_ONCE) {
    if (copy(first, first + AT_ONCE - 1) === undefined) continue
    for (let id = first; id < first + AT_ONCE; id += 1) complete = copy(id, id) === undefined && complete
  }
  const mailColumns = columnsOf(to, 'messages').filter((name) => HEADER_COLUMNS.includes(name))
  const copyMail = copier(from, to, 'messages', mailColumns, 'id = ?')
  const copyNames = copier(from, to, 'thread_names', columnsOf(to, 'thread_names'), 'message_id = ?')
  const placeNowhere = to.prepare('INSERT OR IGNORE INTO unplaced (message_id) VALUES (?)')
  const shown = 'SELECT message_id FROM remote_references EXCEPT SELECT id FROM messages'
  for (const id of readAll(to, shown)) {
    if (typeof id !== 'number') continue
    if (copyMail(id) !== undefined) complete = false
    copyNames(id)
    placeNowhere.run(id)
  }
  return complete
}

/** Marks of mails that could not be read, and pictures that no mark or no mail speaks of. */
export function dropDanglingMarks(connection: Database): void {
  connection.exec(`
    DELETE FROM remote_references WHERE message_id NOT IN (SELECT id FROM messages);
    UPDATE remote_references SET picture = NULL, state = 'blocked', failure = 'forgotten'
    WHERE picture NOT IN (SELECT sha256 FROM vault);
    DELETE FROM vault WHERE sha256 NOT IN (SELECT picture FROM remote_references WHERE picture IS NOT NULL);
    DELETE FROM unplaced WHERE message_id NOT IN (SELECT id FROM messages);
  `)
}
