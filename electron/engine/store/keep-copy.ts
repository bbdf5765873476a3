import { closeSync, openSync, renameSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { DatabaseKey } from './database-key.ts'
import { columnsOf, HEADER_COLUMNS, kept, keptRows, quoted } from './kept-tables.ts'
import { openMailFile, removeDatabase } from './mail-file.ts'

/**
 * Writes what no server gives back into a small database of its own, for the case that the large one can't even
 * be opened any more. The copy before stays until the new one is whole.
 *
 * @param connection to `mail`; of any version.
 * @throws SQLite's error when any of it can't be read or written; the copy before stays then.
 */
export function keepCopy(connection: Database, mail: string, copy: string, key: DatabaseKey): void {
  const next = beginCopy(copy)
  const writing = openMailFile(next, key)
  try {
    writing.exec(copyScript(connection, mail))
  } finally {
    writing.close()
  }
  endCopy(copy)
}

/** @returns an empty file to be written. */
export function beginCopy(copy: string): string {
  const next = `${copy}-new`
  removeDatabase(next)
  closeSync(openSync(next, 'a', 0o600))
  return next
}

export function endCopy(copy: string): void {
  renameSync(`${copy}-new`, copy)
}

/**
 * What fills an empty database with the copy: as many statements as there are tables, however many rows there are.
 * It has no BEGIN IMMEDIATE: that would lock `mail`, which is only read.
 */
export function copyScript(connection: Database, mail: string): string {
  const copies = kept.flatMap((table) => copyOf(connection, table, keptRows(table)))
  const naming = kept.filter((table) => columnsOf(connection, table).includes('message_id'))
  const named = naming.map((table) => `SELECT message_id FROM main."${table}"`)
  if (columnsOf(connection, 'threads').length > 0)
    named.push('SELECT id FROM source.messages WHERE thread_id IN (SELECT id FROM main.threads)')
  copies.push(...copyOf(connection, 'messages', `id IN (${named.join(' UNION ') || 'NULL'})`, HEADER_COLUMNS))
  copies.push(...copyOf(connection, 'thread_names', 'message_id IN (SELECT id FROM main.messages)'))
  return `
    PRAGMA foreign_keys = OFF;
    PRAGMA journal_mode = MEMORY;
    ATTACH '${mail.replaceAll("'", "''")}' AS source;
    BEGIN;
    ${copies.join(';\n')};
    DELETE FROM main.sqlite_sequence;
    INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence;
    PRAGMA main.user_version = ${connection.pragma('user_version', { simple: true })};
    COMMIT;`
}

function copyOf(connection: Database, table: string, where: string, only?: readonly string[]): string[] {
  const definition = connection
    .prepare<[string], string>(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`)
    .pluck()
    .get(table)
  if (definition === undefined) return []
  const columns = quoted(columnsOf(connection, table).filter((name) => only?.includes(name) ?? true))
  return [
    definition,
    `INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM source."${table}" WHERE ${where}`,
  ]
}
