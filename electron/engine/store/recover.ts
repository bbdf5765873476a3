import { existsSync, renameSync, rmSync, utimesSync } from 'node:fs'
import Database from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'
import type { Recovery } from '../../../shared/models/recovery.ts'
import { type DatabaseKey, saveKeyCheck, unlock } from './database-key.ts'
import { kept } from './kept-tables.ts'
import { isPlain, type MailFiles, moveDatabase, openMailFile, removeDatabase, sizeOf } from './mail-file.ts'
import { allMigrations, migrate, versionOf } from './migrate.ts'
import { saveRecovery, saveUnsure } from './recovery.ts'
import { copyNamedMessages, copyRows, copySequences, dropDangling } from './salvage.ts'
import { copyAsked, dropDanglingMarks } from './salvage-asked.ts'
import { saveProxyUnknown } from './settings.ts'

/**
 * Puts a new database in the place of a damaged one: with all that no server gives back, as far as the damaged
 * one, the last copy (keep-copy.ts) or the backup before a migration can be read, and without mail, which the next
 * sync fetches. The damaged one is kept aside. Whenever the program ends meanwhile, the next start goes on.
 *
 * @throws MailError 'disk-full', 'database-newer'; nothing has been moved then.
 */
export function recover(files: MailFiles, key: DatabaseKey): void {
  const next = `${files.recovered}-new`
  removeDatabase(next)
  const sources = [files.mail, files.kept, files.backup].flatMap((file) => salvage(file, key))
  const connection = openMailFile(next, key)
  try {
    fill(connection, sources)
  } catch (error) {
    connection.close()
    removeDatabase(next)
    throw error
  } finally {
    connection.close()
    for (const source of sources) source.rows.close()
  }
  if (key !== null) saveKeyCheck(files.dataDir, key)
  renameSync(next, files.recovered)
  finishRecovery(files)
}

/** The last step, and the first of every start: from here on the recovered database is the one that counts. */
export function finishRecovery(files: MailFiles): void {
  if (!existsSync(files.recovered)) return
  if (existsSync(files.mail)) {
    moveDatabase(files.mail, files.damaged)
    // From now on its age counts: see tidy.ts.
    utimesSync(files.damaged, new Date(), new Date())
  }
  rmSync(files.damageSeen, { force: true })
  moveDatabase(files.recovered, files.mail)
}

interface Source {
  /** In memory, and of today's version. */
  rows: Database.Database
  /** The tables of which nothing is missing. */
  whole: ReadonlySet<string>
  /** Whether it says of every picture that was asked for that it was. */
  knowsAsked: boolean
}

/** What a database still gives of what is kept, brought to today's version; nothing when it can't be opened. */
function salvage(file: string, key: DatabaseKey): Source[] {
  const opened = openToRead(file, key)
  if (opened === undefined) return []
  const rows = new Database(':memory:')
  try {
    rows.pragma('foreign_keys = OFF')
    migrate(rows, allMigrations.slice(0, opened.version))
    const whole = new Set<string>()
    const knowsAsked = rows.transaction(() => {
      for (const table of kept) if (copyRows(opened.connection, rows, table) === undefined) whole.add(table)
      copyNamedMessages(opened.connection, rows)
      copySequences(opened.connection, rows)
      return copyAsked(opened.connection, rows)
    })()
    migrate(rows)
    return [{ rows, whole, knowsAsked }]
  } catch {
    // Rows that a step can't deal with, since others are missing.
    rows.close()
    return []
  } finally {
    opened.connection.close()
  }
}

function openToRead(
  file: string,
  key: DatabaseKey,
): { connection: Database.Database; version: number } | undefined {
  if (sizeOf(file) === 0) return undefined
  const connection = new Database(file, { readonly: true })
  try {
    unlock(connection, isPlain(file) ? null : key)
    const version = versionOf(connection)
    if (version > 0) return { connection, version }
  } catch (error) {
    connection.close()
    if (error instanceof MailError) throw error
    // Not even its first page can be read.
    return undefined
  }
  connection.close()
  return undefined
}

function fill(to: Database.Database, sources: readonly Source[]): void {
  to.pragma('auto_vacuum = INCREMENTAL')
  to.pragma('journal_mode = MEMORY')
  to.pragma('foreign_keys = OFF')
  migrate(to)
  const at = Date.now()
  to.transaction(() => {
    // Rows before triggers: contacts, for one, would otherwise come from mails that are not there.
    const partly = kept.filter((table) => !copyTable(sources, to, table))
    for (const { rows } of sources.toReversed()) copyNamedMessages(rows, to)
    for (const { rows } of sources.toReversed()) copyAsked(rows, to)
    for (const { rows } of sources) copySequences(rows, to)
    to.exec(`
      UPDATE folders SET uid_validity = NULL, uid_next = NULL, highest_modseq = NULL, total = 0, unread = 0;
    `)
    dropDangling(to)
    dropDanglingMarks(to)
    if (partly.includes('settings')) saveProxyUnknown(to)
    if (!sources.some(({ knowsAsked }) => knowsAsked)) saveUnsure(to, at)
    saveRecovery(to, { ...counts(to), at, complete: partly.length === 0 } satisfies Recovery)
  }).immediate()
}

/** The first source that has the table whole, else all that any of them gives. */
function copyTable(sources: readonly Source[], to: Database.Database, table: string): boolean {
  const whole = sources.find((source) => source.whole.has(table))
  for (const { rows } of whole ? [whole] : sources.toReversed()) copyRows(rows, to, table)
  return whole !== undefined
}

function counts(connection: Database.Database): Pick<Recovery, 'accounts' | 'rules'> {
  const count = (table: string) => Number(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  return { accounts: count('accounts'), rules: count('trust_rules') }
}
