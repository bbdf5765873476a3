import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listConversations } from '../../electron/engine/store/conversations.ts'
import { listMessages } from '../../electron/engine/store/messages.ts'
import { openStore } from '../../electron/engine/store/open-store.ts'
import { insertHeaders } from '../../electron/engine/store/placements.ts'
import { addAccount, addFolder, headerRow } from '../../electron/engine/testing/sample-mail.ts'
import { type MessageCursor, messageIdSchema } from '../../shared/models/message.ts'
import { type Figures, quantile } from './figures.ts'

const ROWS = 200_000
const BATCH = 500
const PAGES = 2_000
const PAGE = 50

/** Every third mail begins a conversation, which two others answer some time after. */
function mailAt(n: number) {
  const question = n - 999 - (n % 3)
  return headerRow(n, n % 3 === 0 || question < 0 ? {} : { inReplyTo: headerRow(question).messageIdHeader })
}

/**
 * Pages of 50 rows out of a folder of 200,000 mails in conversations of three, at random depths, as `message.list`
 * reads them: one row for each mail, and one for each conversation.
 */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir)
  try {
    const folderId = store.write((db) => addFolder(db, addAccount(db), 'INBOX', 'inbox'))
    const start = performance.now()
    for (let n = 0; n < ROWS; n += BATCH) {
      const rows = Array.from({ length: BATCH }, (_, i) => mailAt(n + i))
      store.write((db) => insertHeaders(db, folderId, rows))
    }
    const insertMs = performance.now() - start

    const mails = measurePages((page) => listMessages(store.read, { folderId, ...page }))
    const conversations = measurePages((page) => listConversations(store.read, { folderId, ...page }))
    return {
      'list.insert.rowsPerSecond': (ROWS / insertMs) * 1000,
      'list.page.p50.ms': quantile(mails, 0.5),
      'list.page.p99.ms': quantile(mails, 0.99),
      'list.threaded.p50.ms': quantile(conversations, 0.5),
      'list.threaded.p99.ms': quantile(conversations, 0.99),
    }
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Milliseconds for each of the pages. */
function measurePages(read: (page: { cursor: MessageCursor; limit: number }) => unknown): number[] {
  return Array.from({ length: PAGES }, (_, n) => {
    // A stride that visits the whole folder out of order.
    const { internalDate: date } = headerRow((n * 7_919) % ROWS)
    const cursor = { date, id: messageIdSchema.parse(ROWS) }
    const from = performance.now()
    read({ cursor, limit: PAGE })
    return performance.now() - from
  })
}
