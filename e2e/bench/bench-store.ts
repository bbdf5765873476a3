import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DatabaseKey } from '../../electron/engine/store/database-key.ts'
import { listMessages } from '../../electron/engine/store/messages.ts'
import { openStore, type Store } from '../../electron/engine/store/open-store.ts'
import { findMessages } from '../../electron/engine/store/search/find-messages.ts'
import { sql } from '../../electron/engine/store/sql.ts'
import { startDovecot } from '../../electron/engine/testing/dovecot.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import { messageIdSchema } from '../../shared/models/message.ts'
import { type Figures, quantile } from './figures.ts'
import { generateMailbox } from './generate-mailbox.ts'
import { BENCH_KEY } from './sync/bench-key.ts'

const execute = promisify(execFile)
const USER = 'bench'
const PASSWORD = 'bench-password'
const PAGES = 400
const QUERIES = [
  'harbour',
  'har',
  'silver railway',
  '"winter window"',
  'from:orchard market',
  'has:tracker music',
]
const QUERY_ROUNDS = 10

/** Processor time of the whole process for the sync, which others on the machine disturb least; milliseconds each. */
type Measured = { syncMs: number; openMs: number; listMs: number; searchMs: number; bytes: number }

/**
 * What encryption costs: the same mailbox from the same server into an encrypted database and a plain one, in turns,
 * then pages of its list and searches in it, each store opened cold. And how large the store is beside the Maildir.
 */
export async function run(messages = 10_000): Promise<Figures> {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } })
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  try {
    const inbox = dovecot.maildir(USER)
    const bytes = generateMailbox(inbox, messages)
    dovecot.handOver(inbox)
    const login = [String(dovecot.port), USER, PASSWORD]
    // Once unmeasured: Dovecot writes its index of the folder, and the files come into memory.
    await execute(process.execPath, [scriptAt('./sync/raw-imapflow.ts'), ...login])
    const rounds: Record<'plain' | 'encrypted', Measured>[] = []
    for (const round of [1, 2, 3]) {
      const plain = await measure(login, join(dir, `plain-${round}`), null)
      const encrypted = await measure(login, join(dir, `encrypted-${round}`), BENCH_KEY)
      rounds.push({ plain, encrypted })
    }
    const best = (kind: 'plain' | 'encrypted', what: keyof Measured) =>
      Math.min(...rounds.map((round) => round[kind][what]))
    const figures: Figures = {}
    for (const what of ['syncMs', 'openMs', 'listMs', 'searchMs'] as const) {
      figures[`store.${what.slice(0, -2)}.ms`] = best('encrypted', what)
      figures[`store.${what.slice(0, -2)}.ratioToPlain`] = best('encrypted', what) / best('plain', what)
    }
    figures['store.ratioToMaildir'] = best('encrypted', 'bytes') / bytes
    return figures
  } finally {
    await dovecot.remove()
    rmSync(dir, { recursive: true, force: true })
  }
}

const scriptAt = (path: string): string => new URL(path, import.meta.url).pathname

async function measure(login: string[], dataDir: string, key: DatabaseKey): Promise<Measured> {
  const { stdout } = await execute(process.execPath, [
    scriptAt('./sync/run-curtain.ts'),
    ...login,
    dataDir,
    ...(key === null ? ['plain'] : []),
  ])
  const { cpuMs: syncMs } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  const opening = performance.now()
  const store = openStore(dataDir, { key })
  const openMs = performance.now() - opening
  try {
    return { syncMs, openMs, listMs: list(store), searchMs: search(store), bytes: inUse(store, dataDir) }
  } finally {
    await store.close()
  }
}

/** Median of a page of 50 rows at any depth. */
function list(store: Store): number {
  const folder = store.read.get(
    sql<{ id: FolderId; total: number }>`SELECT id, total FROM folders ORDER BY total DESC`,
  )
  if (folder === undefined) throw new Error('nothing was synced')
  const dates = store.read.all(sql<{ date: number }>`SELECT received_at AS date FROM placements`)
  const times = Array.from({ length: PAGES }, (_, n) => {
    const date = dates[(n * 7_919) % dates.length]?.date ?? 0
    const from = performance.now()
    listMessages(store.read, {
      folderId: folder.id,
      cursor: { date, id: messageIdSchema.parse(1) },
      limit: 50,
    })
    return performance.now() - from
  })
  return quantile(times, 0.5)
}

function search(store: Store): number {
  const times = Array.from({ length: QUERY_ROUNDS }, () =>
    QUERIES.map((query) => {
      const from = performance.now()
      findMessages(store.read, { accountId: null, folderId: null, query, cursor: null, limit: 50 })
      return performance.now() - from
    }),
  )
  return quantile(times.flat(), 0.5)
}

/** Without what is given back to the disk once nothing else goes on. */
function inUse(store: Store, dataDir: string): number {
  const row = store.read.get(sql<{ free: number }>`
    SELECT freelist_count * page_size AS free FROM pragma_freelist_count, pragma_page_size`)
  return statSync(join(dataDir, 'mail.db')).size - (row?.free ?? 0)
}
