import type { Database } from 'better-sqlite3'
import { columnsOf, HEADER_COLUMNS } from './kept-tables.ts'
import { copier, readAll } from './salvage.ts'

/** Where it stands, and stood before version 16. */
const TABLES = [
  { table: 'asked_references', where: 'TRUE' },
  { table: 'remote_references', where: "(state <> 'blocked' OR failure IS NOT NULL)" },
]

/**
 * Copies which pictures were asked for, what came of it and the mails that show them: a rule must ask no sender a second
 * time because of a damaged disk, and what is kept of pictures (picture-file.ts) finds its mails again. A mail that the
 * server does not list any more goes with the others that lie in no folder.
 *
 * @returns whether all of it could be read.
 * @throws what `to` throws.
 */
export function copyAsked(from: Database, to: Database): boolean {
  const found = TABLES.find(({ table }) => columnsOf(to, table).length > 0)
  if (found === undefined) return false
  const { table, where } = found
  copier(from, to, 'vault', columnsOf(to, 'vault'), 'TRUE')()
  // From both ends: a page that can't be read takes no more along than lies on it.
  const complete = ['ASC', 'DESC'].map((order) =>
    copier(from, to, table, columnsOf(to, table), `${where} ORDER BY id ${order}`)(),
  )
  let isComplete = complete[0] === undefined
  const mailColumns = columnsOf(to, 'messages').filter((name) => HEADER_COLUMNS.includes(name))
  const copyMail = copier(from, to, 'messages', mailColumns, 'id = ?')
  const copyNames = copier(from, to, 'thread_names', columnsOf(to, 'thread_names'), 'message_id = ?')
  const placeNowhere = to.prepare('INSERT OR IGNORE INTO unplaced (message_id) VALUES (?)')
  const shown = `SELECT message_id FROM ${table} EXCEPT SELECT id FROM messages`
  for (const id of readAll(to, shown)) {
    if (typeof id !== 'number') continue
    if (copyMail(id) !== undefined) isComplete = false
    copyNames(id)
    placeNowhere.run(id)
  }
  return isComplete
}

/** Marks of mails that could not be read, and pictures that no mark or no mail speaks of. */
export function dropDanglingMarks(connection: Database): void {
  connection.exec(`
    DELETE FROM asked_references WHERE message_id NOT IN (SELECT id FROM messages);
    UPDATE asked_references SET picture = NULL, state = 'blocked', failure = 'forgotten'
    WHERE picture NOT IN (SELECT sha256 FROM vault);
    DELETE FROM vault WHERE sha256 NOT IN (SELECT picture FROM asked_references WHERE picture IS NOT NULL);
    DELETE FROM unplaced WHERE message_id NOT IN (SELECT id FROM messages);
  `)
}
