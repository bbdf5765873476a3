import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveIngested } from '../../electron/engine/store/bodies.ts'
import { openStore, type Store } from '../../electron/engine/store/open-store.ts'
import { insertHeaders } from '../../electron/engine/store/placements.ts'
import { findBestMessages, findMessages } from '../../electron/engine/store/search/find-messages.ts'
import { sql } from '../../electron/engine/store/sql.ts'
import {
  addAccount,
  addFolder,
  headerRow,
  ingestedMessage,
} from '../../electron/engine/testing/sample-mail.ts'
import type { AccountId } from '../../shared/models/account.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import { type Figures, quantile } from './figures.ts'
import { createRandom } from './generate-mailbox.ts'

const MAILS = 200_000
const BATCH = 500
const WORDS_PER_MAIL = 80
const DICTIONARY = 60_000
const QUERIES = 1_000
const PAGE = 50
/** Seventy mails a day from here on. */
const OLDEST = Date.UTC(2019, 0, 1)
const SERVICES = ['Mailchimp', 'SendGrid', 'Klaviyo', 'HubSpot', 'Mailtrack']

/**
 * What people type, in an account of 200,000 small mails whose words are spread as in any language (Zipf), against
 * the index of words alone.
 */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir)
  try {
    const random = createRandom(7)
    const word = dictionary(random)
    const { accountId, folderId, fillMs } = fill(store, word, random)
    const ask = (find: typeof findMessages, query: string, inFolder: boolean) => {
      const from = performance.now()
      find(store.read, {
        accountId,
        folderId: inFolder ? folderId : null,
        query,
        cursor: null,
        limit: PAGE,
      })
      return performance.now() - from
    }
    const times = Array.from({ length: QUERIES }, (_, n) =>
      ask(findMessages, queryOf(n, word, random), n % 3 === 0),
    )
    const best = Array.from({ length: QUERIES }, (_, n) =>
      ask(findBestMessages, queryOf(n, word, random), n % 3 === 0),
    )
    const alone = Array.from({ length: QUERIES }, () => askIndexAlone(store, word()))
    const p50 = quantile(times, 0.5)
    return {
      'search.stored.mailsPerSecond': (MAILS / fillMs) * 1_000,
      'search.p50.ms': p50,
      'search.p99.ms': quantile(times, 0.99),
      'search.worst.ms': Math.max(...times),
      'search.best.p50.ms': quantile(best, 0.5),
      'search.best.p99.ms': quantile(best, 0.99),
      'search.fts5Alone.p50.ms': quantile(alone, 0.5),
      'search.ratioToFts5Alone': p50 / quantile(alone, 0.5),
    }
  } finally {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The n-th most frequent word comes a n-th as often as the first. */
function dictionary(random: () => number): () => string {
  const syllables = 'ka lo mi ter an sel bro ven du fis gar hol ipo jun nel os pra qui rus tam'.split(' ')
  const words = Array.from({ length: DICTIONARY }, (_, n) => {
    let word = ''
    for (let rest = n + 20; rest > 0; rest = Math.floor(rest / syllables.length))
      word += syllables[rest % syllables.length]
    return word
  })
  return () => words[Math.floor(DICTIONARY ** random()) - 1] ?? 'kalo'
}

function fill(
  store: Store,
  word: () => string,
  random: () => number,
): { accountId: AccountId; folderId: FolderId; fillMs: number } {
  const accountId = store.write((db) => addAccount(db))
  const folders = ['INBOX', 'Archive', 'Lists'].map((path) =>
    store.write((db) => addFolder(db, accountId, path, path === 'INBOX' ? 'inbox' : null)),
  )
  const text = (count: number) => Array.from({ length: count }, word).join(' ')
  const begun = performance.now()
  for (let n = 0; n < MAILS; n += BATCH) {
    store.write((db) => {
      const folderId = folders[Math.floor(n / BATCH) % folders.length] as FolderId
      const rows = Array.from({ length: BATCH }, (_, i) =>
        headerRow(n + i, {
          internalDate: OLDEST + (n + i) * 1_200_000,
          flags: random() < 0.2 ? [] : ['\\Seen'],
          subject: text(5),
        }),
      )
      for (const id of insertHeaders(db, folderId, rows)) {
        const services = random() < 0.3 ? [SERVICES[Math.floor(random() * SERVICES.length)] as string] : []
        const from = { name: `${word()} ${word()}`, address: `${word()}@${word()}.example` }
        const analysis = { summary: { trackers: services.length, suspects: 0, services } }
        saveIngested(
          db,
          id,
          ingestedMessage({ parsed: { from, subject: text(5), text: text(WORDS_PER_MAIL) }, analysis }),
        )
      }
    })
  }
  return { accountId, folderId: folders[0] as FolderId, fillMs: performance.now() - begun }
}

function queryOf(n: number, word: () => string, random: () => number): string {
  const typed = word()
  const kinds = [
    () => typed,
    () => `${word()} ${typed}`,
    () => typed.slice(0, 3),
    () => typed.slice(0, 4),
    () => `"${word()} ${typed}"`,
    () => `from:${typed}`,
    () => `subject:${word()} ${typed}`,
    () => `has:tracker ${typed}`,
    () => `tracker:${SERVICES[Math.floor(random() * SERVICES.length)]} ${typed}`,
    () => `is:unread ${typed}`,
    () => `-${word()} ${typed}`,
    () => `${word()} ${word()} ${typed}`,
    () => `has:tracker is:unread`,
  ]
  return (kinds[n % kinds.length] as () => string)()
}

/** What FTS5 alone costs: the latest fifty of all mails that hold the word, of whatever folder. */
function askIndexAlone(store: Store, word: string): number {
  const from = performance.now()
  store.read.all(sql`
    SELECT rowid FROM message_search WHERE message_search MATCH ${word} ORDER BY rowid DESC LIMIT ${PAGE}`)
  return performance.now() - from
}
