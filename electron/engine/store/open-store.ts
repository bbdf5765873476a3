import { mkdirSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { createCheckpointThread, prepareLogState } from './checkpoint-thread.ts'
import {
  type ReadableDatabase,
  readableDatabase,
  type WritableDatabase,
  writableDatabase,
} from './database.ts'
import type { DatabaseKey } from './database-key.ts'
import { keepCopies } from './keep-copies.ts'
import { keepCopy } from './keep-copy.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { type MailFiles, mailFiles, removeDatabase } from './mail-file.ts'
import { createIndexMerging } from './merge-index.ts'
import { openMail, waitForDisk } from './open-mail.ts'
import { createPictureFile, type PictureFile } from './picture-file.ts'
import { toStoreError } from './store-error.ts'
import { createTidying } from './tidy.ts'
import { checkLater, watchForDamage } from './watch-for-damage.ts'
import { whenIdle } from './when-idle.ts'

export interface Store {
  readonly read: ReadableDatabase
  /**
   * One transaction: all of `act` or nothing. `act` must be synchronous, and is best kept under 10 ms, for
   * the page's calls wait meanwhile.
   *
   * @throws MailError 'disk-full' or 'database-damaged', or what `act` threw; nothing is written then.
   */
  write<T>(act: (db: WritableDatabase) => T): T
  /**
   * The same, and with all that was written before it on the disk when it returns: a power cut must not lose what no
   * server can give back. It waits for the disk, so it is not for every mail of a sync.
   */
  writeSafely<T>(act: (db: WritableDatabase) => T): T
  readonly pictures: PictureFile
  /** Removes what recoveries and migrations set aside, and copies anew: what the user has deleted is still in it. */
  forgetAside(): void
  /** Closed at once; the promise ends when no thread holds the file any more. */
  close(): Promise<void>
}

export interface StoreOptions {
  key?: DatabaseKey
  /** Damage was met, now or by the check after a start: the next `openStore` recovers what can be. */
  onDamage?(): void
}

/**
 * Opens `dataDir/mail.db`, creating folder and file when missing, migrates it, and recovers a damaged one
 * (`readRecovery`).
 *
 * @throws MailError 'data-in-use' when another engine has the folder; 'database-locked' when it is encrypted and
 *   `key` is not its key; 'database-newer'; 'disk-full'. What is stored is as before then.
 */
export function openStore(dataDir: string, { key = null, onDamage }: StoreOptions = {}): Store {
  const files = mailFiles(dataDir)
  let connection: Database | undefined
  let release: (() => void) | undefined
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    release = lockDataDir(dataDir)
    const opened = openMail(files, key)
    connection = opened.connection
    return storeOver({ ...opened, files, key, release, onDamage })
  } catch (error) {
    connection?.close()
    release?.()
    throw toStoreError(error)
  }
}

function storeOver(opened: {
  connection: Database
  unsure: boolean
  files: MailFiles
  key: DatabaseKey
  release: () => void
  onDamage: (() => void) | undefined
}): Store {
  const { connection, files, key, release } = opened
  const damage = watchForDamage(files, opened.onDamage)
  const checkpoints = createCheckpointThread(files.mail, key)
  const log = prepareLogState(connection)
  const stopCheck = opened.unsure ? checkLater(files, key, damage.met) : undefined
  const stopCopies = keepCopies(connection, files, key, damage.explain)
  const tidySome = createTidying(connection, files)
  const read = readableDatabase(connection, damage.explain)
  const pictures = createPictureFile(files.pictures, key, read)
  const idle = whenIdle(() => {
    try {
      const more = tidySome() || pictures.tidySome()
      checkpoints.afterWrite(log)
      return more
    } catch (error) {
      // A full disk is told by the next write; damage is remembered.
      damage.explain(error)
      return false
    }
  })
  // Also what the program before this one left to do.
  idle.busy()
  const writable = writableDatabase(connection, damage.explain)
  const merging = createIndexMerging(write)
  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollback = connection.prepare('ROLLBACK')
  function write<T>(act: (db: WritableDatabase) => T): T {
    if (connection.inTransaction) throw new Error('a write inside a write')
    try {
      begin.run()
      const result = act(writable)
      commit.run()
      checkpoints.afterWrite(log)
      merging.afterWrite()
      idle.busy()
      return result
    } catch (error) {
      // SQLite has already rolled back by itself after some errors, a full disk among them.
      if (connection.inTransaction) rollback.run()
      throw damage.explain(error)
    }
  }
  return {
    ...{ read, pictures, write },
    writeSafely(act) {
      waitForDisk(connection, true)
      try {
        return write(act)
      } finally {
        waitForDisk(connection, false)
      }
    },
    forgetAside() {
      for (const file of [files.damaged, files.backup]) removeDatabase(file)
      try {
        keepCopy(connection, files.mail, files.kept, key)
      } catch (error) {
        // The copy is made again soon.
        damage.explain(error)
      }
    },
    async close() {
      idle.stop()
      merging.stop()
      connection.close()
      const picturesClosed = pictures.close()
      release()
      await picturesClosed
      await stopCopies()
      await stopCheck?.()
      await checkpoints.stop()
    },
  }
}
