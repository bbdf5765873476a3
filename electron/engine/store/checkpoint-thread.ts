import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { type DatabaseKey, unlockingPragmas } from './database-key.ts'
import { sizeOf } from './mail-file.ts'

/**
 * Moves what was written from SQLite's log (mail.db-wal) into the database on a thread of its own. There it
 * may wait for the disk; on the engine's thread every click would wait too, 240 times in a first sync of
 * 10,000 mails (docs/decisions/005).
 */
export interface CheckpointThread {
  /** To be called after every transaction; does something only when the log has grown. */
  afterWrite(): void
  stop(): Promise<void>
}

const LOG_BYTES = 16 * 1024 * 1024
/** Before the next try, where another thread reads and the log can't be emptied yet. */
const REST_MS = 1_000

/**
 * Twice, because new pages arrive meanwhile: what the second pass leaves over is little. It is a string since a
 * file of its own would have to be found by everything that starts an engine, from source and from bundles.
 * Errors stay here: a disk that is full or broken is met by the next write too, where somebody is told.
 */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  parentPort.on('message', () => {
    let connection
    try {
      connection = new Database(workerData.file, { fileMustExist: true })
      for (const pragma of workerData.unlocking) connection.pragma(pragma)
      connection.pragma('wal_checkpoint(PASSIVE)')
      connection.pragma('wal_checkpoint(PASSIVE)')
    } catch {}
    connection?.close()
    parentPort.postMessage('done')
  })`

/** @param finish moves the rest, so that the next write begins the log anew instead of making it longer. */
export function createCheckpointThread(file: string, key: DatabaseKey, finish: () => void): CheckpointThread {
  let worker: Worker | undefined
  let busy = false
  let restsUntil = 0
  let stopped = false

  const isLong = () => sizeOf(`${file}-wal`) >= LOG_BYTES

  function start(): Worker {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3')
    const unlocking = unlockingPragmas(key)
    const started = new Worker(CODE, { eval: true, workerData: { file, driver, unlocking } })
    started.unref()
    started.on('message', () => {
      busy = false
      if (stopped) return
      finish()
      if (isLong()) restsUntil = performance.now() + REST_MS
    })
    // Without it SQLite does its own checkpoints, only later and on the engine's thread.
    started.on('error', () => {})
    return started
  }

  return {
    afterWrite() {
      if (busy || !isLong() || performance.now() < restsUntil) return
      busy = true
      worker ??= start()
      worker.postMessage('checkpoint')
    },
    async stop() {
      stopped = true
      await worker?.terminate()
    },
  }
}
