import type { Database } from 'better-sqlite3'

/** What no server gives back. Each table of the database stands here or in `refetched`. */
export const kept = [
  'accounts',
  'folders',
  'settings',
  'trust_rules',
  'contacts',
  'receipts_sent',
  'threads',
  'operations',
] as const

/** What comes again with the mail, or is derived from it. */
export const refetched = [
  'attachments',
  'bodies',
  'message_search',
  'message_services',
  'messages',
  'placements',
  'receipts',
  'remote_references',
  'search_queue',
  'sources',
  'thread_names',
  'unplaced',
  'vault',
] as const

type Row = Record<string, unknown>
type ForeignKey = { table: string; from: string; on_delete: string }

/**
 * Copies all rows of `table`, in the columns that both have, as far as they can be read.
 *
 * @returns what kept it from reading on; undefined when it came to the end.
 * @throws what `to` throws.
 */
export function copyRows(
  from: Database,
  to: Database,
  table: string,
  where = isKeptRow(table),
  only?: readonly string[],
): unknown {
  const columns = columnsOf(to, table)
  const shared = columns.filter((name) => only?.includes(name) ?? columnsOf(from, table).includes(name))
  // A table that came later than the version of both.
  if (columns.length === 0) return undefined
  const names = shared.map((name) => `"${name}"`).join(', ')
  const insert = to.prepare(
    `INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${shared.map((name) => `@${name}`).join(', ')})`,
  )
  const reading = tried(() => from.prepare<[], Row>(`SELECT ${names} FROM "${table}" ${where}`).iterate())
  if ('problem' in reading) return reading.problem
  for (;;) {
    const row = tried(() => reading.result.next())
    if ('problem' in row) return row.problem
    if (row.result.done) return undefined
    insert.run(row.result.value)
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

/** That a conversation is muted is the user's word; which mails are one is found again. */
function isKeptRow(table: string): string {
  return table === 'threads' ? 'WHERE muted = 1' : ''
}

/** Generated ones are left out: they come by themselves. */
function columnsOf(connection: Database, table: string): string[] {
  return (connection.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
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

/** What the server's list and threading/ say of a mail. All else has its default: it comes with the body. */
const HEADER_COLUMNS =
  'id account_id message_id_header received_at sent_at size from_name from_address to_json cc_json reply_to_json subject in_reply_to has_attachments download_rank thread_id own_name subject_key bare_reply'.split(
    ' ',
  )

/**
 * Mails that kept rows speak of, so that these still mean the same mail when the server has listed it again: it is
 * known by its Message-ID, size and date (`adoptSameMail`).
 */
export function copyNamedMessages(from: Database, to: Database): void {
  const ids = new Set<unknown>(
    readAll(from, 'SELECT id FROM messages WHERE thread_id IN (SELECT id FROM threads WHERE muted = 1)'),
  )
  for (const table of kept) {
    if (!columnsOf(to, table).includes('message_id')) continue
    for (const id of readAll(to, `SELECT DISTINCT message_id FROM "${table}"`)) ids.add(id)
  }
  for (const id of ids) {
    if (!Number.isSafeInteger(id)) continue
    copyRows(from, to, 'messages', `WHERE id = ${id}`, HEADER_COLUMNS)
    copyRows(from, to, 'thread_names', `WHERE message_id = ${id}`)
  }
}

function readAll(connection: Database, query: string): unknown[] {
  const values = tried(() => connection.prepare(query).pluck().all())
  return 'problem' in values ? [] : values.result
}
