import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'
import { type DatabaseKey, saveKeyCheck } from './database-key.ts'
import { encryptMail } from './encrypt-mail.ts'
import { keepCopy } from './keep-copy.ts'
import { lookAtMail, type MailFiles, openMailFile, PAGE_BYTES, sizeOf } from './mail-file.ts'
import { allMigrations, migrate, versionOf } from './migrate.ts'
import { finishRecovery, recover } from './recover.ts'
import { toStoreError } from './store-error.ts'
import { checkBegunAt, wasCheckedLately } from './watch-for-damage.ts'

export interface OpenedMail {
  connection: Database
  /** It was migrated, or not closed properly, and not read through since: that should be done. */
  unsure: boolean
}

/**
 * Opens the database of a data folder: made when missing, encrypted when there is a key and it is not, migrated,
 * recovered when damaged.
 *
 * @throws MailError 'database-locked', 'database-newer', 'disk-full'; what is stored is as before then.
 */
export function openMail(files: MailFiles, key: DatabaseKey, migrations = allMigrations): OpenedMail {
  finishRecovery(files)
  try {
    return open(files, key, migrations)
  } catch (error) {
    const failure = toStoreError(error)
    if (!(failure instanceof MailError && failure.code === 'database-damaged')) throw failure
    recover(files, key)
    return open(files, key, migrations)
  }
}

function open(files: MailFiles, key: DatabaseKey, migrations: typeof allMigrations): OpenedMail {
  const found = lookAtMail(files, key)
  if (found === 'damaged' || existsSync(files.damageSeen)) throw new MailError('database-damaged')
  const wasCut = sizeOf(`${files.mail}-wal`) > 0
  if (found === 'none' && key !== null) saveKeyCheck(files.dataDir, key)
  if (found === 'plain' && key !== null) encryptMail(files, key)
  const connection = openMailFile(files.mail, key)
  try {
    configure(connection, key)
    update(files, key, connection, migrations)
    const isDue = existsSync(files.backup) || checkBegunAt(files) !== undefined
    return { connection, unsure: isDue || (wasCut && !wasCheckedLately(files)) }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Without waiting, a power cut in WAL can lose the last transactions but never damages: sync fetches them again. */
export function waitForDisk(connection: Database, waits: boolean): void {
  connection.pragma(`synchronous = ${waits ? 'FULL' : 'NORMAL'}`)
  // Of macOS: its fsync alone leaves what was written in the drive's cache.
  connection.pragma(`fullfsync = ${waits ? 'ON' : 'OFF'}`)
}

export function configure(connection: Database, key: DatabaseKey): void {
  const isNew = connection.pragma('page_count', { simple: true }) === 0
  // Too late for an old one.
  if (isNew) {
    connection.pragma(`page_size = ${PAGE_BYTES}`)
    // What deleted mail leaves behind can then be given back to the disk a little at a time.
    connection.pragma('auto_vacuum = INCREMENTAL')
  }
  connection.pragma('journal_mode = WAL')
  waitForDisk(connection, false)
  connection.pragma('foreign_keys = ON')
  // Notice a damaged page when it is read instead of acting on it.
  connection.pragma('cell_size_check = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('cache_size = -16384')
  // What is deleted can be read in the file by anybody where it is not encrypted.
  if (key === null) connection.pragma('secure_delete = ON')
  // 256 MB: only when checkpoint-thread.ts, which begins at 16 MB, does not keep up.
  connection.pragma('wal_autocheckpoint = 65536')
  // Give the disk back what a first sync made the log grow to.
  connection.pragma('journal_size_limit = 67108864')
}

/** All steps or none, and what no server gives back is copied before: a step of ours may be wrong. */
function update(
  files: MailFiles,
  key: DatabaseKey,
  connection: Database,
  migrations: typeof allMigrations,
): void {
  const version = versionOf(connection, migrations.length)
  if (version === migrations.length) return
  if (version > 0) keepCopy(connection, files.mail, files.backup, key)
  migrate(connection, migrations)
}
