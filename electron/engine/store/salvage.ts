import type { Database } from 'better-sqlite3'
import { columnsOf, HEADER_COLUMNS, kept, keptRows, quoted } from './kept-tables.ts'

/** Reads what a damaged database still gives, into one of the same version. */

type Row = Record<string, unknown>
type ForeignKey = { table: string; from: string; on_delete: string }

/**
 * Copies the rows of a kept table as far as they can be read.
 *
 * @returns what kept it from reading on; undefined when it came to the end.
 * @throws what `to` throws.
 */
export function copyRows(from: Database, to: Database, table: string): unknown {
  return copier(from, to, table, columnsOf(to, table), keptRows(table))()
}

/** @param where may hold parameters: the copier's. @returns see `copyRows`. */
export function copier(
  from: Database,
  to: Database,
  table: string,
  columns: readonly string[],
  where: string,
): (...bound: number[]) => unknown {
  // A table that came later than this version.
  if (columns.length === 0) return () => undefined
  const insert = to.prepare(
    `INSERT OR REPLACE INTO "${table}" (${quoted(columns)}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  const reading = tried(() =>
    from.prepare<number[], Row>(`SELECT ${quoted(columns)} FROM "${table}" WHERE ${where}`),
  )
  if ('problem' in reading) return () => reading.problem
  return (...bound) => {
    const rows = tried(() => reading.result.iterate(...bound))
    if ('problem' in rows) return rows.problem
    for (;;) {
      const row = tried(() => rows.result.next())
      if ('problem' in row) return row.problem
      if (row.result.done) return undefined
      insert.run(row.result.value)
    }
  }
}

/** Only what reads is tried: where nothing can be written, nothing must be taken for unreadable. */
function tried<T>(read: () => T): { result: T } | { problem: unknown } {
  try {
    return { result: read() }
  } catch (problem) {
    return { problem }
  }
}

/** An id that a page or the keychain may still hold must not be given again. */
export function copySequences(from: Database, to: Database): void {
  const raise = to.prepare(`UPDATE sqlite_sequence SET seq = max(seq, @seq) WHERE name = @name`)
  const add = to.prepare(
    `INSERT INTO sqlite_sequence (name, seq) SELECT @name, @seq
     WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = @name)`,
  )
  const rows = tried(() => from.prepare<[], Row>('SELECT name, seq FROM sqlite_sequence').all())
  if ('problem' in rows) return
  for (const row of rows.result) {
    raise.run(row)
    add.run(row)
  }
}

/** Rows that speak of something which could not be read, or is not kept. */
export function dropDangling(connection: Database): void {
  for (const table of ['messages', 'thread_names', ...kept]) {
    const keys = connection.pragma(`foreign_key_list("${table}")`) as ForeignKey[]
    for (const { table: parent, from, on_delete } of keys) {
      const act =
        on_delete === 'SET NULL' ? `UPDATE "${table}" SET "${from}" = NULL` : `DELETE FROM "${table}"`
      connection.exec(
        `${act} WHERE "${from}" IS NOT NULL AND "${from}" NOT IN (SELECT rowid FROM "${parent}")`,
      )
    }
  }
  // Threading begins anew with those whose conversation is gone.
  connection.exec(`
    UPDATE messages SET own_name = NULL WHERE thread_id IS NULL;
    DELETE FROM thread_names WHERE message_id NOT IN (SELECT id FROM messages WHERE own_name IS NOT NULL);
  `)
}

/**
 * Mails that kept rows speak of, so that these still mean the same mail when the server has listed it again: it is
 * known by its Message-ID, size and date (`adoptSameMail`). One by one, so that a page that can't be read takes
 * only its own along.
 */
export function copyNamedMessages(from: Database, to: Database): void {
  const ids = new Set<unknown>(
    readAll(from, 'SELECT id FROM messages WHERE thread_id IN (SELECT id FROM threads WHERE muted = 1)'),
  )
  for (const table of kept) {
    if (!columnsOf(to, table).includes('message_id')) continue
    for (const id of readAll(to, `SELECT DISTINCT message_id FROM "${table}"`)) ids.add(id)
  }
  const columns = columnsOf(to, 'messages').filter((name) => HEADER_COLUMNS.includes(name))
  const copyMail = copier(from, to, 'messages', columns, 'id = ?')
  const copyNames = copier(from, to, 'thread_names', columnsOf(to, 'thread_names'), 'message_id = ?')
  for (const id of ids) {
    if (typeof id !== 'number') continue
    copyMail(id)
    copyNames(id)
  }
}

/** Nothing where it can't be read. */
export function readAll(connection: Database, query: string): unknown[] {
  const values = tried(() => connection.prepare(query).pluck().all())
  return 'problem' in values ? [] : values.result
}
