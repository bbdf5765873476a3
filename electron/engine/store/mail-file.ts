import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'
import { type DatabaseKey, fitsKeyCheck, saveKeyCheck, unlock } from './database-key.ts'

/** Everything that can lie in the data folder. */
export function mailFiles(dataDir: string) {
  return {
    dataDir,
    mail: join(dataDir, 'mail.db'),
    /** The bytes of kept pictures: see picture-file.ts. */
    pictures: join(dataDir, 'pictures.db'),
    /** What the server can't give back, copied now and then: see keep-copy.ts. */
    kept: join(dataDir, 'mail-kept.db'),
    /** The same as it was before the last migration, until the migrated database has proved good. */
    backup: join(dataDir, 'mail-backup.db'),
    /** A recovered database, complete, that has yet to take its place. */
    recovered: join(dataDir, 'mail-recovered.db'),
    /** The last one that was damaged. */
    damaged: join(dataDir, 'mail-damaged.db'),
    /** Touched when the database was read through and found sound. */
    checked: join(dataDir, 'mail.checked'),
    /** The table at which reading through goes on, while that has not come to its end. */
    checkBegun: join(dataDir, 'mail.check-begun'),
    /** Damage was met while the program ran: recovered at the next start. */
    damageSeen: join(dataDir, 'mail.damage-seen'),
  }
}
export type MailFiles = ReturnType<typeof mailFiles>

/** For who else has the file open: threads of this program, and a backup program of the user's. */
export const BUSY_MS = 5_000

const LOGS = ['-wal', '-shm', '-journal']

export function openMailFile(file: string, key: DatabaseKey): Database.Database {
  // Mail is for its owner's eyes: SQLite would make the file readable to all, and gives -wal the same mode.
  closeSync(openSync(file, 'a', 0o600))
  const connection = new Database(file, { timeout: BUSY_MS })
  unlock(connection, key)
  return connection
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** With its log, which must go first: without its database it means nothing, but to another one it is poison. */
export function removeDatabase(file: string): void {
  for (const log of LOGS) rmSync(file + log, { force: true })
  rmSync(file, { force: true })
}

/** Over what lies there. The log moves along, for what was written last is only there. */
export function moveDatabase(from: string, to: string): void {
  for (const log of LOGS) {
    rmSync(to + log, { force: true })
    if (existsSync(from + log)) renameSync(from + log, to + log)
  }
  renameSync(from, to)
}

/** @throws MailError 'disk-full' before anything was begun. */
export function needSpace(file: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dirname(file))
  if (bavail * bsize < bytes) throw new MailError('disk-full')
}

/** Of a new database; of one that was made before 2026-11-29 half as much. */
export const PAGE_BYTES = 8_192
const PLAIN_HEADER = 'SQLite format 3\0'

export function isPlain(file: string): boolean {
  const header = Buffer.alloc(PLAIN_HEADER.length)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, header)
  closeSync(descriptor)
  return header.toString('latin1') === PLAIN_HEADER
}

/**
 * What lies at `files.mail`.
 *
 * @throws MailError 'database-locked' when it is encrypted and `key` is not its key.
 */
export function lookAtMail(files: MailFiles, key: DatabaseKey): 'none' | 'plain' | 'encrypted' | 'damaged' {
  const isEmpty = sizeOf(files.mail) === 0
  if (isEmpty && !existsSync(files.kept)) return 'none'
  if (!isEmpty && isPlain(files.mail)) return 'plain'
  const fits = fitsKey(files, key)
  // Also one that has become empty, or is gone, where others of its folder are still there.
  if (fits === undefined || (isEmpty && fits)) return 'damaged'
  if (!fits) throw new MailError('database-locked')
  return 'encrypted'
}

/** undefined: the file is damaged, whatever the key. */
function fitsKey(files: MailFiles, key: DatabaseKey): boolean | undefined {
  const fits = fitsKeyCheck(files.dataDir, key)
  if (fits === undefined) return fitsByTrial(files, key)
  if (fits || key === null) return fits
  // What says so may be damaged itself.
  if (![files.mail, files.kept].some((file) => sizeOf(file) > 0 && opens(file, key))) return false
  saveKeyCheck(files.dataDir, key)
  return true
}

/** Whether it is the key, where what says so is lost. undefined: the file is damaged, whatever the key. */
function fitsByTrial(files: MailFiles, key: DatabaseKey): boolean | undefined {
  if (sizeOf(files.mail) > 0 && opens(files.mail, key)) {
    if (key !== null) saveKeyCheck(files.dataDir, key)
    return true
  }
  // The copy has the same key.
  if (sizeOf(files.kept) > 0) return isPlain(files.kept) || opens(files.kept, key) ? undefined : false
  // What has no pages is no database of ours. Else nothing is put into its place as long as it may be whole.
  return key === null && sizeOf(files.mail) % (PAGE_BYTES / 2) === 0 ? false : undefined
}

function opens(file: string, key: DatabaseKey): boolean {
  const connection = new Database(file, { readonly: true })
  try {
    unlock(connection, key)
    connection.pragma('schema_version')
    return true
  } catch {
    return false
  } finally {
    connection.close()
  }
}
