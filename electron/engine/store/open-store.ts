import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createCheckpointThread } from './checkpoint-thread.ts'
import {
  type ReadableDatabase,
  readableDatabase,
  type WritableDatabase,
  writableDatabase,
} from './database.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { migrate } from './migrate.ts'
import { forgetInterruptedLoads } from './references.ts'
import { toStoreError } from './store-error.ts'

export interface Store {
  readonly read: ReadableDatabase
  /**
   * One transaction: all of `act` or nothing. `act` must be synchronous, and is best kept under 10 ms, for
   * the page's calls wait meanwhile.
   *
   * @throws MailError 'disk-full' or 'database-damaged', or what `act` threw; nothing is written then.
   */
  write<T>(act: (db: WritableDatabase) => T): T
  /** Closed at once; the promise ends when no thread holds the file any more. */
  close(): Promise<void>
}

/**
 * Opens `dataDir/mail.db`, creating folder and file when missing, and migrates it.
 *
 * @throws MailError 'data-in-use' when another engine has the folder; 'database-damaged' when the file is no
 *   database, which is left as it is; 'disk-full'.
 */
export function openStore(dataDir: string): Store {
  let connection: Database.Database | undefined
  let release: (() => void) | undefined
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    release = lockDataDir(dataDir)
    connection = openConnection(dataDir)
    configure(connection)
    migrate(connection)
    const store = storeOver(connection, join(dataDir, 'mail.db'), release)
    store.write(forgetInterruptedLoads)
    return store
  } catch (error) {
    connection?.close()
    release?.()
    throw toStoreError(error)
  }
}

function openConnection(dataDir: string): Database.Database {
  const file = join(dataDir, 'mail.db')
  // Mail is for its owner's eyes: SQLite would make the file readable to all, and gives -wal the same mode.
  closeSync(openSync(file, 'a', 0o600))
  return new Database(file, { timeout: 5_000 })
}

function configure(connection: Database.Database): void {
  connection.pragma('journal_mode = WAL')
  // In WAL, NORMAL can lose the last transactions at a power cut but never damages; sync fetches them again.
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  // Notice a damaged page when it is read instead of acting on it.
  connection.pragma('cell_size_check = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('cache_size = -16384')
  // 256 MB: only when checkpoint-thread.ts, which begins at 16 MB, does not keep up.
  connection.pragma('wal_autocheckpoint = 65536')
  // Give the disk back what a first sync made the log grow to.
  connection.pragma('journal_size_limit = 67108864')
}

function storeOver(connection: Database.Database, file: string, release: () => void): Store {
  const checkpoints = createCheckpointThread(file, () => {
    // Emptied, because its size is what tells when it is time again.
    connection.pragma('wal_checkpoint(TRUNCATE)')
  })
  const writable = writableDatabase(connection)
  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollback = connection.prepare('ROLLBACK')
  return {
    read: readableDatabase(connection),
    write(act) {
      if (connection.inTransaction) throw new Error('a write inside a write')
      try {
        begin.run()
        const result = act(writable)
        commit.run()
        checkpoints.afterWrite()
        return result
      } catch (error) {
        // SQLite has already rolled back by itself after some errors, a full disk among them.
        if (connection.inTransaction) rollback.run()
        throw toStoreError(error)
      }
    },
    async close() {
      connection.close()
      release()
      await checkpoints.stop()
    },
  }
}
