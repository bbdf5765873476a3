import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { type DatabaseKey, unlockingPragmas } from './database-key.ts'

/** How long the check may go on to another table. */
const BUDGET_MS = 20_000
/** Beyond this size, tables that hold only mail are left out: every page of theirs is checked when it is read. */
const SMALL_BYTES = 2_000_000_000

export type CheckOutcome =
  | { is: 'sound' }
  | { is: 'damaged' }
  /** `next`: the table to go on with. */
  | { is: 'unfinished'; next: string }

/** A string for the same reason as in checkpoint-thread.ts. */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  const until = performance.now() + workerData.budgetMs
  let next = workerData.from
  function check() {
    const connection = new Database(workerData.file, { fileMustExist: true, readonly: true })
    for (const pragma of workerData.unlocking) connection.pragma(pragma)
    const pages = connection.pragma('page_count', { simple: true })
    const isLarge = pages * connection.pragma('page_size', { simple: true }) > workerData.smallBytes
    const tables = connection.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') AND name >= ? ORDER BY name"
    ).pluck().all(next)
    for (const [at, table] of tables.entries()) {
      next = table
      if (at > 0 && performance.now() > until) return { is: 'unfinished', next }
      if (isLarge && ['sources', 'bodies', 'message_search_data'].includes(table)) continue
      if (connection.pragma('quick_check("' + table + '")', { simple: true }) !== 'ok') return { is: 'damaged' }
    }
    connection.close()
    return { is: 'sound' }
  }
  let outcome
  try {
    outcome = check()
  } catch (error) {
    const isDamage = /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(error.code)
    outcome = isDamage ? { is: 'damaged' } : { is: 'unfinished', next }
  }
  parentPort.postMessage(outcome)`

/**
 * Reads the database through on a thread of its own, within bounds.
 *
 * @param from the first table to read; '' for all.
 * @param done told the outcome; never called when the thread can't run.
 * @returns a function that ends it.
 */
export function checkInThread(
  file: string,
  key: DatabaseKey,
  from: string,
  done: (outcome: CheckOutcome) => void,
  budgetMs = BUDGET_MS,
): () => Promise<unknown> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const unlocking = unlockingPragmas(key)
  const worker = new Worker(CODE, {
    eval: true,
    workerData: { file, driver, unlocking, from, budgetMs, smallBytes: SMALL_BYTES },
  })
  worker.unref()
  worker.on('message', done)
  worker.on('error', () => {})
  return () => worker.terminate()
}
