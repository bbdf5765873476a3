import Database from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'

/** From node:fs, while the file is being made: no space, over quota. */
const fullDiskCodes = new Set<unknown>(['ENOSPC', 'EDQUOT'])

/**
 * SQLite's result codes in the user's terms; everything that is not the disk's fault stays as it was thrown.
 * IOERR_WRITE is a disk quota or a file system's largest file: SQLite knows only ENOSPC as FULL.
 */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) {
    const isFull = error instanceof Error && 'code' in error && fullDiskCodes.has(error.code)
    return isFull ? new MailError('disk-full', { cause: error }) : error
  }
  switch (error.code) {
    case 'SQLITE_FULL':
    case 'SQLITE_IOERR_WRITE':
    case 'SQLITE_IOERR_SHMSIZE':
    case 'SQLITE_IOERR_FSYNC':
      return new MailError('disk-full', { cause: error })
    case 'SQLITE_NOTADB':
    case 'SQLITE_IOERR_READ':
    case 'SQLITE_IOERR_SHORT_READ':
    case 'SQLITE_IOERR_CORRUPTFS':
      return new MailError('database-damaged', { cause: error })
    default:
      return error.code.startsWith('SQLITE_CORRUPT')
        ? new MailError('database-damaged', { cause: error })
        : error
  }
}
