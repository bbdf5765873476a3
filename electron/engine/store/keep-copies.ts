import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import BetterSqlite, { type Database } from 'better-sqlite3'
import type { Explain } from './database.ts'
import { type DatabaseKey, unlockingPragmas } from './database-key.ts'
import { beginCopy, copyScript, endCopy } from './keep-copy.ts'
import { columnsOf, FOLDER_STATE, kept, quoted } from './kept-tables.ts'
import type { MailFiles } from './mail-file.ts'

/** From a change to its copy, however much goes on meanwhile. */
const COPY_AFTER_MS = 20_000

/** A string for the same reason as in checkpoint-thread.ts. */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  let problem = null
  try {
    const copy = new Database(workerData.file, { fileMustExist: true })
    try {
      for (const pragma of workerData.unlocking) copy.pragma(pragma)
      copy.exec(workerData.script)
    } finally {
      copy.close()
    }
  } catch ({ message, code }) {
    problem = { message, code }
  }
  parentPort.postMessage(problem)`

/**
 * Copies what no server gives back (keep-copy.ts) soon after it changed, on a thread of its own: thousands of acts
 * that wait for a server are as many mails to copy.
 *
 * @param explain told what went wrong.
 * @returns a function that ends it.
 */
export function keepCopies(
  connection: Database,
  files: MailFiles,
  key: DatabaseKey,
  explain: Explain,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let worker: Worker | undefined
  let changed = false

  function copyLater(): void {
    changed = true
    if (worker === undefined) timer ??= setTimeout(copy, COPY_AFTER_MS).unref()
  }

  function copy(): void {
    timer = undefined
    changed = false
    try {
      worker = start()
    } catch (error) {
      explain(error)
    }
  }

  function start(): Worker {
    const driver = createRequire(import.meta.url).resolve('better-sqlite3')
    const workerData = {
      ...{ driver, file: beginCopy(files.kept), unlocking: unlockingPragmas(key) },
      script: copyScript(connection, files.mail),
    }
    const started = new Worker(CODE, { eval: true, workerData })
    started.unref()
    started.on('message', (problem: { message: string; code: string } | null) => {
      try {
        if (problem !== null) throw new BetterSqlite.SqliteError(problem.message, problem.code)
        endCopy(files.kept)
      } catch (error) {
        changed = true
        explain(error)
      }
    })
    started.on('error', () => {})
    started.on('exit', () => {
      worker = undefined
      if (changed) copyLater()
    })
    return started
  }

  whenKeptChanges(connection, copyLater)
  // Also what the program before this one left to do.
  copyLater()
  return async () => {
    clearTimeout(timer)
    changed = false
    await worker?.terminate()
  }
}

/** Calls `changed` in the middle of every transaction that changes what is kept. */
function whenKeptChanges(connection: Database, changed: () => void): void {
  connection.function('kept_changed', () => {
    changed()
    return null
  })
  for (const table of kept) {
    const columns = columnsOf(connection, table).filter((name) => !FOLDER_STATE.includes(name))
    const isOther = columns.map((name) => `old."${name}" IS NOT new."${name}"`).join(' OR ')
    connection.exec(`
      CREATE TEMP TRIGGER "${table}_added" AFTER INSERT ON main."${table}" WHEN ${isWorth(table, 'new')}
      BEGIN SELECT kept_changed(); END;
      CREATE TEMP TRIGGER "${table}_removed" AFTER DELETE ON main."${table}" WHEN ${isWorth(table, 'old')}
      BEGIN SELECT kept_changed(); END;
      CREATE TEMP TRIGGER "${table}_altered" AFTER UPDATE OF ${quoted(columns)} ON main."${table}" WHEN ${isOther}
      BEGIN SELECT kept_changed(); END;`)
  }
}

/** Conversations come and go with the mail. */
function isWorth(table: string, row: 'old' | 'new'): string {
  return table === 'threads' ? `${row}.muted = 1` : 'TRUE'
}
