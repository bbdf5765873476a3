import type { Database, Statement } from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'
import { createCheckpointThread, type LogState, prepareLogState } from './checkpoint-thread.ts'
import type { ReadableDatabase } from './database.ts'
import type { DatabaseKey } from './database-key.ts'
import { encryptInPlace } from './encrypt-mail.ts'
import { isPlain, openMailFile, removeDatabase, sizeOf } from './mail-file.ts'
import { configure } from './open-mail.ts'
import { toStoreError } from './store-error.ts'
import { createGivingBack } from './tidy.ts'
import { countPictures, listPictures } from './vault.ts'

/**
 * The bytes of kept pictures, in a database file of their own (docs/decisions/015): a damaged page costs the picture
 * that lies on it, a file that can't be used any more costs the pictures, and neither costs mail. What they are and
 * who shows them stands in `vault` and `asked_references` of mail.db.
 */
export interface PictureFile {
  /** @throws MailError 'disk-full' */
  put(sha256: string, bytes: Uint8Array): void
  /** undefined when they are not there, or can't be read any more. They may be other ones than were put. */
  get(sha256: string): Uint8Array | undefined
  /** Deletes some of those that mail.db does not know. @returns whether there are more. */
  dropSome(): boolean
  /** The same, and gives the disk back what they left. @returns whether there is more to do. */
  tidySome(): boolean
  close(): Promise<void>
}

/** So few at once that nobody waits for it: to free a picture's pages, each of them is read. */
const AT_ONCE = 20

interface Opened {
  connection: Database
  insert: Statement<[string, Uint8Array]>
  newest: Statement<[string], Uint8Array>
  remove: Statement<[number]>
  count: Statement<[], number>
  /** Newest first, as `newest` finds them. */
  list: Statement<[], { id: number; sha256: string }>
  giveBack(): boolean
  log: LogState
}

/** Opened when the first picture is asked for. @param mail mail.db, which knows what is in use. */
export function createPictureFile(file: string, key: DatabaseKey, mail: ReadableDatabase): PictureFile {
  let opened: Opened | undefined
  /** Rows to delete. What is put meanwhile may want them after all, so they are forgotten then. */
  let unused: number[] = []
  /** Rows on pages that can't be followed, so that they can't be deleted. */
  const stuck = new Set<number>()
  let wasCompared = false
  const checkpoints = createCheckpointThread(file, key)

  function open(): Opened {
    try {
      opened ??= openPictures(file, key)
    } catch (error) {
      if (!isDamage(error)) throw error
      opened = startAnew()
    }
    return opened
  }

  function startAnew(): Opened {
    opened?.connection.close()
    opened = undefined
    stuck.clear()
    unused = []
    removeDatabase(file)
    opened = openPictures(file, key)
    return opened
  }

  function read(sha256: string): Uint8Array | undefined {
    try {
      return open().newest.get(sha256)
    } catch (error) {
      if (isDamage(error)) return undefined
      throw error
    }
  }

  function write(sha256: string, bytes: Uint8Array): void {
    try {
      open().insert.run(sha256, bytes)
    } catch (error) {
      if (!isDamage(error)) throw error
      startAnew().insert.run(sha256, bytes)
    }
  }

  function findUnused(): number[] {
    const { count, list } = open()
    if (wasCompared && (count.get() ?? 0) - stuck.size <= countPictures(mail)) return []
    wasCompared = true
    const used = new Set(listPictures(mail))
    // What stands behind the newest of a hash is one that could not be read.
    const rows = list.all().filter(({ sha256 }) => !used.delete(sha256))
    return rows.flatMap(({ id }) => (stuck.has(id) ? [] : [id]))
  }

  function drop(): boolean {
    if (unused.length === 0) unused = findUnused()
    const { remove } = open()
    for (const id of unused.splice(0, AT_ONCE)) {
      try {
        remove.run(id)
      } catch (error) {
        if (!isDamage(error)) throw error
        stuck.add(id)
      }
    }
    return unused.length > 0
  }

  /** A disk that is full or broken: there is time. */
  function whenItCan(step: () => boolean): boolean {
    if (opened === undefined && sizeOf(file) === 0) return false
    try {
      return step()
    } catch (error) {
      const failure = toStoreError(error)
      if (failure instanceof MailError) return false
      throw failure
    }
  }

  return {
    get(sha256) {
      try {
        return read(sha256)
      } catch (error) {
        throw toStoreError(error)
      }
    },
    put(sha256, bytes) {
      try {
        unused = []
        const known = read(sha256)
        if (known === undefined || Buffer.compare(known, bytes) !== 0) write(sha256, bytes)
        checkpoints.afterWrite(open().log)
      } catch (error) {
        throw toStoreError(error)
      }
    },
    dropSome: () => whenItCan(drop),
    tidySome: () => whenItCan(() => drop() || open().giveBack()),
    async close() {
      opened?.connection.close()
      opened = undefined
      await checkpoints.stop()
    },
  }
}

function openPictures(file: string, key: DatabaseKey): Opened {
  if (key !== null && sizeOf(file) > 0 && isPlain(file)) encryptInPlace(file, key)
  const connection = openMailFile(file, key)
  try {
    configure(connection, key)
    connection.exec(`
      CREATE TABLE IF NOT EXISTS pictures (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS pictures_by_hash ON pictures (sha256);
    `)
    return {
      connection,
      insert: connection.prepare('INSERT INTO pictures (sha256, bytes) VALUES (?, ?)'),
      newest: connection
        .prepare<[string], Uint8Array>('SELECT bytes FROM pictures WHERE sha256 = ? ORDER BY id DESC LIMIT 1')
        .pluck(),
      remove: connection.prepare('DELETE FROM pictures WHERE id = ?'),
      count: connection.prepare<[], number>('SELECT count(*) FROM pictures').pluck(),
      list: connection.prepare('SELECT id, sha256 FROM pictures ORDER BY sha256 DESC, id DESC'),
      giveBack: createGivingBack(connection),
      log: prepareLogState(connection),
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

function isDamage(error: unknown): boolean {
  const failure = toStoreError(error)
  return failure instanceof MailError && failure.code === 'database-damaged'
}
