import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database, Statement } from 'better-sqlite3'
import { type DatabaseKey, unlockingPragmas } from './database-key.ts'
import { PAGE_BYTES } from './mail-file.ts'

/**
 * Moves what was written from SQLite's log (mail.db-wal) into the database on a thread of its own. There it
 * may wait for the disk; on the engine's thread every click would wait too, 240 times in a first sync of
 * 10,000 mails (docs/decisions/005).
 */
export interface CheckpointThread {
  /** To be called after every transaction; does something only when the log has grown. */
  afterWrite(log: LogState): void
  stop(): Promise<void>
}

const LOG_BYTES = 16 * 1024 * 1024
/** Before the next try, where another thread reads and not all can be moved yet. */
const REST_MS = 200
/** New pages arrive meanwhile, fewer in each of them: two or three are enough even amid a first sync. */
const MOST_PASSES = 6

/** Answers pages in the log, and how many of them are in the database too. */
export type LogState = Statement<[], { log: number; checkpointed: number }>

export function prepareLogState(connection: Database): LogState {
  return connection.prepare('PRAGMA wal_checkpoint(NOOP)')
}

/**
 * When all is moved, SQLite's next write begins the log anew, which costs it nothing. It is a string since a
 * file of its own would have to be found by everything that starts an engine, from source and from bundles.
 * Errors stay here: a disk that is full or broken is met by the next write too, where somebody is told.
 */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  parentPort.on('message', () => {
    let connection
    let isDone = false
    try {
      connection = new Database(workerData.file, { fileMustExist: true })
      for (const pragma of workerData.unlocking) connection.pragma(pragma)
      for (let pass = 0; pass < ${MOST_PASSES} && !isDone; pass += 1) {
        connection.pragma('wal_checkpoint(PASSIVE)')
        const [{ log, checkpointed }] = connection.pragma('wal_checkpoint(NOOP)')
        isDone = log === checkpointed
      }
    } catch {}
    connection?.close()
    parentPort.postMessage(isDone)
  })`

export function createCheckpointThread(file: string, key: DatabaseKey): CheckpointThread {
  let worker: Worker | undefined
  let busy = false
  let restsUntil = 0

  function start(): Worker {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3')
    const unlocking = unlockingPragmas(key)
    const started = new Worker(CODE, { eval: true, workerData: { file, driver, unlocking } })
    started.unref()
    started.on('message', (isDone: boolean) => {
      busy = false
      if (!isDone) restsUntil = performance.now() + REST_MS
    })
    // Without it SQLite does its own checkpoints, only later and on the engine's thread.
    started.on('error', () => {})
    return started
  }

  return {
    afterWrite(log) {
      if (busy || performance.now() < restsUntil || waitingBytes(log) < LOG_BYTES) return
      busy = true
      worker ??= start()
      worker.postMessage('checkpoint')
    },
    async stop() {
      await worker?.terminate()
    },
  }
}

/** What is in the log alone. */
function waitingBytes(state: LogState): number {
  const { log, checkpointed } = state.get() ?? { log: 0, checkpointed: 0 }
  return (log - checkpointed) * PAGE_BYTES
}
