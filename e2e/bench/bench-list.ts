import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertAccount } from '../../electron/engine/store/accounts.ts'
import { saveFolder } from '../../electron/engine/store/folders.ts'
import { listMessages } from '../../electron/engine/store/messages.ts'
import { openStore } from '../../electron/engine/store/open-store.ts'
import { type HeaderRow, insertHeaders } from '../../electron/engine/store/placements.ts'
import type { MessageCursor } from '../../shared/models/message.ts'
import { type Figures, quantile } from './figures.ts'

const ROWS = 200_000
const BATCH = 500
const PAGES = 2_000
const PAGE = 50

function headerRow(n: number): HeaderRow {
  return {
    uid: n + 1,
    flags: n % 4 === 0 ? [] : ['\\Seen'],
    internalDate: 1_700_000_000_000 + n * 60_000,
    size: 20_000 + n,
    from: { name: `Sender ${n % 300}`, address: `sender${n % 300}@example.org` },
    to: [{ name: 'Reader', address: 'reader@example.org' }],
    cc: [],
    replyTo: [],
    subject: `Message number ${n} about something or other`,
    messageIdHeader: `<${n}@example.org>`,
    inReplyTo: null,
    hasAttachments: n % 3 === 0,
  }
}

/** Pages of 50 rows out of a folder of 200,000, at random depths, as `message.list` reads them. */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir)
  try {
    const account = {
      address: 'reader@example.org',
      displayName: '',
      host: 'localhost',
      port: 143,
      security: 'none',
      user: 'reader',
    } as const
    const accountId = store.write((db) => insertAccount(db, account))
    const inbox = { path: 'INBOX', delimiter: '/', name: 'INBOX', role: 'inbox' } as const
    const folderId = store.write((db) => saveFolder(db, accountId, inbox))
    const start = performance.now()
    for (let n = 0; n < ROWS; n += BATCH) {
      const rows = Array.from({ length: BATCH }, (_, i) => headerRow(n + i))
      store.write((db) => insertHeaders(db, folderId, rows))
    }
    const insertMs = performance.now() - start

    const times: number[] = []
    for (let n = 0; n < PAGES; n++) {
      // A stride that visits the whole folder out of order.
      const date = 1_700_000_000_000 + ((n * 7_919) % ROWS) * 60_000
      const id = listMessages(store.read, { folderId, cursor: null, limit: 1 }).rows[0]?.id
      const cursor: MessageCursor | null = id === undefined ? null : { date, id }
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
