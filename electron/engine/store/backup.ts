import { closeSync, constants, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type MailFiles, moveDatabase, needSpace, sizeOf } from './mail-file.ts'

/** What a migration may need besides. */
const SPARE_BYTES = 64 * 1024 * 1024

/**
 * Copies the database as it is; on file systems that can, without copying a byte.
 *
 * @throws MailError 'disk-full' before anything was begun, or the file system's error with nothing left behind.
 */
export function backUp(files: MailFiles, connection: Database): void {
  connection.pragma('wal_checkpoint(TRUNCATE)')
  needSpace(files.mail, sizeOf(files.mail) + SPARE_BYTES)
  const next = `${files.backup}-new`
  try {
    copyFileSync(files.mail, next, constants.COPYFILE_FICLONE)
    const copy = openSync(next, 'r+')
    fsyncSync(copy)
    closeSync(copy)
    renameSync(next, files.backup)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}

/** In place of what a failed migration left; no connection may be open. */
export function restoreBackup(files: MailFiles): void {
  moveDatabase(files.backup, files.mail)
}
