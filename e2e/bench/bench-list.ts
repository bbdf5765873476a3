import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listMessages } from '../../electron/engine/store/messages.ts'
import { openStore } from '../../electron/engine/store/open-store.ts'
import { insertHeaders } from '../../electron/engine/store/placements.ts'
import { addAccount, addFolder, headerRow } from '../../electron/engine/testing/sample-mail.ts'
import { messageIdSchema } from '../../shared/models/message.ts'
import { type Figures, quantile } from './figures.ts'

const ROWS = 200_000
const BATCH = 500
const PAGES = 2_000
const PAGE = 50

/** Pages of 50 rows out of a folder of 200,000, at random depths, as `message.list` reads them. */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir)
  try {
    const folderId = store.write((db) => addFolder(db, addAccount(db), 'INBOX', 'inbox'))
    const start = performance.now()
    for (let n = 0; n < ROWS; n += BATCH) {
      const rows = Array.from({ length: BATCH }, (_, i) => headerRow(n + i))
      store.write((db) => insertHeaders(db, folderId, rows))
    }
    const insertMs = performance.now() - start

    const times: number[] = []
    for (let n = 0; n < PAGES; n++) {
      // A stride that visits the whole folder out of order.
      const { internalDate: date } = headerRow((n * 7_919) % ROWS)
      const cursor = { date, id: messageIdSchema.parse(ROWS) }
      const from = performance.now()
      listMessages(store.read, { folderId, cursor, limit: PAGE })
      times.push(performance.now() - from)
    }
    return {
      'list.insert.rowsPerSecond': (ROWS / insertMs) * 1000,
      'list.page.p50.ms': quantile(times, 0.5),
      'list.page.p99.ms': quantile(times, 0.99),
    }
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
