import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { type DatabaseKey, unlockingPragmas } from './database-key.ts'

/** How long the check may go on to another table. */
const BUDGET_MS = 20_000
/** Beyond this size, tables that hold only mail are left out: every page of theirs is checked when it is read. */
const SMALL_BYTES = 2_000_000_000

/** A string for the same reason as in checkpoint-thread.ts. */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  const begun = performance.now()
  let sound = true
  try {
    const connection = new Database(workerData.file, { fileMustExist: true, readonly: true })
    for (const pragma of workerData.unlocking) connection.pragma(pragma)
    const pages = connection.pragma('page_count', { simple: true })
    const isLarge = pages * connection.pragma('page_size', { simple: true }) > workerData.smallBytes
    const tables = connection.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')").pluck().all()
    for (const table of tables) {
      if (performance.now() - begun > workerData.budgetMs) break
      if (isLarge && ['sources', 'bodies', 'vault', 'message_search_data'].includes(table)) continue
      if (connection.pragma('quick_check("' + table + '")', { simple: true }) !== 'ok') sound = false
    }
    connection.close()
  } catch (error) {
    sound = !/^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(error.code)
  }
  parentPort.postMessage(sound)`

/**
 * Reads the database through on a thread of its own, within bounds.
 *
 * @param done told whether it is sound; never called when the thread can't run.
 * @returns a function that ends it.
 */
export function checkInThread(
  file: string,
  key: DatabaseKey,
  done: (sound: boolean) => void,
): () => Promise<unknown> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const unlocking = unlockingPragmas(key)
  const worker = new Worker(CODE, {
    eval: true,
    workerData: { file, driver, unlocking, budgetMs: BUDGET_MS, smallBytes: SMALL_BYTES },
  })
  worker.unref()
  worker.on('message', done)
  worker.on('error', () => {})
  return () => worker.terminate()
}
