import { renameSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { DatabaseKey } from './database-key.ts'
import { copyNamedMessages, copyRows, copySequences, kept } from './kept-tables.ts'
import { type MailFiles, openMailFile, removeDatabase } from './mail-file.ts'

/**
 * Writes what no server gives back into a small database of its own, for the case that the large one can't even
 * be opened any more. A few milliseconds; the copy before stays until the new one is whole.
 *
 * @throws SQLite's error when any of it can't be read or written; the copy before stays then.
 */
export function keepCopy(files: MailFiles, key: DatabaseKey, connection: Database): void {
  const next = `${files.kept}-new`
  removeDatabase(next)
  const copy = openMailFile(next, key)
  try {
    copy.pragma('foreign_keys = OFF')
    copy.pragma('journal_mode = MEMORY')
    copy
      .transaction(() => {
        for (const table of [...kept, 'messages', 'thread_names']) createTable(connection, copy, table)
        for (const table of kept) {
          const problem = copyRows(connection, copy, table)
          if (problem !== undefined) throw problem
        }
        copyNamedMessages(connection, copy)
        copySequences(connection, copy)
        copy.pragma(`user_version = ${connection.pragma('user_version', { simple: true })}`)
      })
      .immediate()
  } finally {
    copy.close()
  }
  renameSync(next, files.kept)
}

function createTable(from: Database, to: Database, table: string): void {
  const definition = from
    .prepare<[string], string>(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`)
    .pluck()
    .get(table)
  if (definition !== undefined) to.exec(definition)
}
