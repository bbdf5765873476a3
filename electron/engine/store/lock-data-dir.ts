import { join } from 'node:path'
import Database from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'

/** How long an engine that is just ending is waited for. */
const WAIT_MS = 1_000

/**
 * Makes `dataDir`, which exists, this engine's own until it is released. The lock is the system's, on an empty
 * `lock.db`: it goes with the process however that ends, and no file that was left behind means anything.
 *
 * @returns a function that releases it.
 * @throws MailError 'data-in-use' when another engine has it.
 */
export function lockDataDir(dataDir: string): () => void {
  const connection = new Database(join(dataDir, 'lock.db'), { timeout: WAIT_MS })
  try {
    connection.exec('BEGIN EXCLUSIVE')
    return () => connection.close()
  } catch (error) {
    connection.close()
    const isTaken = error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY'
    throw isTaken ? new MailError('data-in-use', { cause: error }) : error
  }
}
