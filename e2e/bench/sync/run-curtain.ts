/**
 * Curtain's engine doing a full sync, as a process of its own. Arguments: port, user, password, data folder, and
 * `plain` for one that is not encrypted.
 * Prints JSON: `firstRowsMs` from the login to 50 rows in the list (all there are, if fewer), `peakKiB`,
 * `databaseBytes` after it ended, `cpuMs` of all its threads, `syncMs` of the sync alone, and what a page waits meanwhile
 * for folders and a list of 50 rows, asked for fifty times a second: `answersP50Ms`, `answersP99Ms`.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEngine } from '../../../electron/engine/engine.ts'
import { silentLog } from '../../../electron/engine/log/log.ts'
import { quantile } from '../figures.ts'
import { BENCH_KEY } from './bench-key.ts'

const ASK_EVERY_MS = 20

const [port, user = '', password = '', dataDir = '', encryption] = process.argv.slice(2)
const engine = startEngine({
  dataDir,
  databaseKey: encryption === 'plain' ? null : BENCH_KEY,
  secrets: { get: async () => password, set: async () => {}, delete: async () => {} },
  log: silentLog,
  ingestWorker: new URL('../../../electron/engine/sync/ingest-worker.ts', import.meta.url),
})
const { handlers } = engine
const known = await handlers['account.list']()
const server = { host: '127.0.0.1', port: Number(port), security: 'none', user } as const
const account =
  known[0] ??
  (await handlers['account.add']({ ...server, address: 'reader@example.org', displayName: '', password }))

let firstRowsMs = Number.NaN
const start = performance.now()
engine.onEvent(() => {
  if (Number.isNaN(firstRowsMs)) void lookForRows()
})
async function lookForRows(): Promise<void> {
  const folders = await handlers['folder.list']({ accountId: account.id })
  const inbox = folders.find(({ role }) => role === 'inbox')
  if (inbox === undefined) return
  const { rows } = await handlers['message.list']({ folderId: inbox.id, cursor: null, limit: 50 })
  if (rows.length === 50 && Number.isNaN(firstRowsMs)) firstRowsMs = performance.now() - start
}
const waits: number[] = []
let syncing = true
/** Each question counts from when it was due: those that a long turn of the engine keeps from being asked waited too. */
async function ask(): Promise<void> {
  for (let due = performance.now(); syncing; due += ASK_EVERY_MS) {
    await delay(Math.max(0, due - performance.now()))
    const [inbox] = await handlers['folder.list']({ accountId: account.id })
    if (inbox)
      await handlers['message.list']({ folderId: inbox.id, threaded: false, cursor: null, limit: 50 })
    waits.push(performance.now() - due)
  }
}
const asking = ask()
await handlers['account.sync']({ accountId: account.id })
syncing = false
await asking
const syncMs = performance.now() - start
const [answersP50Ms, answersP99Ms] = [quantile(waits, 0.5), quantile(waits, 0.99)]
const peakKiB = process.resourceUsage().maxRSS
await engine.stop()
const { user: userMicros, system } = process.cpuUsage()
const cpuMs = (userMicros + system) / 1000
const databaseBytes = statSync(join(dataDir, 'mail.db')).size
console.log(
  JSON.stringify({ syncMs, answersP50Ms, answersP99Ms, firstRowsMs, peakKiB, cpuMs, databaseBytes }),
)
