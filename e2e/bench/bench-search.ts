import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveIngested } from '../../electron/engine/store/bodies.ts'
import { openStore, type Store } from '../../electron/engine/store/open-store.ts'
import { insertHeaders } from '../../electron/engine/store/placements.ts'
import {
  findBestMessages,
  findMessages,
  type SearchAsked,
} from '../../electron/engine/store/search/find-messages.ts'
import { sql } from '../../electron/engine/store/sql.ts'
import {
  addAccount,
  addFolder,
  headerRow,
  ingestedMessage,
  pdfAttachment,
} from '../../electron/engine/testing/sample-mail.ts'
import type { AccountId } from '../../shared/models/account.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import type { MessageCursor } from '../../shared/models/message.ts'
import { type Figures, quantile } from './figures.ts'
import { createRandom } from './generate-mailbox.ts'

const MAILS = 200_000
const BATCH = 500
const WORDS_PER_MAIL = 80
const DICTIONARY = 60_000
const QUERIES_OF_A_KIND = 100
const PAGE = 50
/** Seventy mails a day from here on. */
const OLDEST = Date.UTC(2019, 0, 1)
const BETWEEN_MAILS_MS = 1_200_000
const SERVICES = ['Mailchimp', 'SendGrid', 'Klaviyo', 'HubSpot', 'Mailtrack']
/** One mail in so many. */
const RARE = { attachment: 12, starred: 400, chinese: 25, receipt: 4_000, tracker: 20_000, smallFolder: 300 }

interface Mailbox {
  accountId: AccountId
  folderId: FolderId
  smallId: FolderId
  fillMs: number
}

interface Said {
  word: () => string
  chinese: () => string
  random: () => number
}

/**
 * What people type, in an account of 200,000 small mails whose words are spread as in any language (Zipf), encrypted
 * as they are on a user's disk, against the index of words alone. A query lasts until the page has a row to show or
 * knows that there is none; a call is how long the engine does nothing else.
 */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir, { key: randomBytes(32) })
  try {
    const random = createRandom(7)
    const said = { word: dictionary(random, LATIN), chinese: dictionary(random, CHINESE), random }
    const mailbox = fill(store, said)
    return {
      'search.stored.mailsPerSecond': (MAILS / mailbox.fillMs) * 1_000,
      ...(await measure(store, mailbox, said)),
    }
  } finally {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function measure(
  store: Store,
  { accountId, folderId, smallId }: Mailbox,
  said: Said,
): Promise<Figures> {
  const figures: Figures = {}
  const queries: number[] = []
  const calls: number[] = []
  for (const [kind, queryOf] of Object.entries(kinds)) {
    const own: number[] = []
    for (let n = 0; n < QUERIES_OF_A_KIND; n += 1) {
      const folder = [null, null, folderId, smallId][n % 4] as FolderId | null
      const asked = { accountId, folderId: folder, query: queryOf(said), limit: PAGE, cursor: null }
      let cursor: MessageCursor | null = null
      for (let page = 0; page < 2; page += 1) {
        let ms = 0
        let rows = 0
        do {
          const from = performance.now()
          const found = findMessages(store.read, { ...asked, cursor })
          const call = performance.now() - from
          calls.push(call)
          ms += call
          cursor = found.next
          rows = found.rows.length
        } while (rows === 0 && cursor !== null)
        own.push(ms)
        if (cursor === null) break
      }
    }
    figures[`search.${kind}.p50.ms`] = quantile(own, 0.5)
    figures[`search.${kind}.p99.ms`] = quantile(own, 0.99)
    queries.push(...own)
  }
  const p50 = quantile(queries, 0.5)
  const alone = Array.from({ length: 1_000 }, () => askIndexAlone(store, said.word()))
  return {
    ...figures,
    'search.p50.ms': p50,
    'search.p99.ms': quantile(queries, 0.99),
    'search.worst.ms': Math.max(...queries),
    'search.call.p99.ms': quantile(calls, 0.99),
    'search.call.worst.ms': Math.max(...calls),
    ...(await measureBest(store, { accountId, folderId, smallId }, said)),
    'search.fts5Alone.p50.ms': quantile(alone, 0.5),
    'search.ratioToFts5Alone': p50 / quantile(alone, 0.5),
  }
}

async function measureBest(
  store: Store,
  { accountId, folderId, smallId }: Omit<Mailbox, 'fillMs'>,
  said: Said,
): Promise<Figures> {
  const times: number[] = []
  for (let n = 0; n < 10 * QUERIES_OF_A_KIND; n += 1) {
    const folder = [null, null, folderId, smallId][n % 4] as FolderId | null
    const names = ['word', 'words', 'beginning', 'phrase', 'trackerAndWord', 'unreadAndWord'] as const
    const query = kinds[names[n % names.length] ?? 'word'](said)
    const asked: SearchAsked = { accountId, folderId: folder, query, cursor: null, limit: PAGE }
    const from = performance.now()
    await findBestMessages(store.read, asked)
    times.push(performance.now() - from)
  }
  return { 'search.best.p50.ms': quantile(times, 0.5), 'search.best.p99.ms': quantile(times, 0.99) }
}

const kinds = {
  word: ({ word }) => word(),
  words: ({ word }) => `${word()} ${word()}`,
  threeWords: ({ word }) => `${word()} ${word()} ${word()}`,
  beginning: ({ word, random }) => word().slice(0, random() < 0.5 ? 3 : 4),
  firstLetters: ({ word, random }) => word().slice(0, random() < 0.5 ? 1 : 2),
  phrase: ({ word }) => `"${word()} ${word()}"`,
  from: ({ word }) => `from:${word()}`,
  subject: ({ word }) => `subject:${word()} ${word()}`,
  chinese: ({ chinese }) => chinese().slice(0, 2),
  without: ({ word }) => `-${word()} ${word()}`,
  onlyWithout: ({ word }) => `-${word()} `,
  trackers: () => 'has:tracker is:unread',
  trackerAndWord: ({ word }) => `has:tracker ${word()}`,
  serviceAndWord: ({ word, random }) =>
    `tracker:${SERVICES[Math.floor(random() * SERVICES.length)]} ${word()}`,
  unreadAndWord: ({ word }) => `is:unread ${word()}`,
  starred: () => 'is:starred',
  starredAndWord: ({ word }) => `is:starred ${word()}`,
  receipt: () => 'has:receipt',
  rareTracker: () => 'tracker:quill',
  rareTrackerAndWord: ({ word }) => `tracker:quill ${word()}`,
  attachment: () => 'has:attachment',
  attachmentAndWord: ({ word }) => `has:attachment ${word()}`,
  large: ({ random }) => `larger:${Math.ceil(random() * 40)}00k`,
  largeAndWord: ({ word }) => `larger:2M ${word()}`,
  dates: ({ random }) =>
    `after:${2019 + Math.floor(random() * 4)}-06 before:${2023 + Math.floor(random() * 3)}-07`,
  datesAndWord: ({ word, random }) => `before:${2019 + Math.floor(random() * 7)}-03 ${word()}`,
} satisfies Record<string, (said: Said) => string>

const LATIN = 'ka lo mi ter an sel bro ven du fis gar hol ipo jun nel os pra qui rus tam'.split(' ')
const CHINESE = [
  ...'的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家',
]

/** The n-th most frequent word comes a n-th as often as the first. */
function dictionary(random: () => number, syllables: readonly string[]): () => string {
  const words = Array.from({ length: DICTIONARY }, (_, n) => {
    let word = ''
    for (let rest = n + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
      word += syllables[rest % syllables.length]
    return word
  })
  return () => words[Math.floor(DICTIONARY ** random()) - 1] ?? words[0] ?? ''
}

function fill(store: Store, { word, chinese, random }: Said): Mailbox {
  const accountId = store.write((db) => addAccount(db))
  const addNamed = (path: string) =>
    store.write((db) => addFolder(db, accountId, path, path === 'INBOX' ? 'inbox' : null))
  const folders = ['INBOX', 'Archive', 'Lists'].map(addNamed)
  const smallId = addNamed('Old')
  const text = (count: number, of = word) => Array.from({ length: count }, of).join(' ')
  const oneIn = (count: number) => random() * count < 1
  const begun = performance.now()
  for (let n = 0; n < MAILS; n += BATCH) {
    store.write((db) => {
      const rows = Array.from({ length: BATCH }, (_, i) =>
        headerRow(n + i, {
          internalDate: OLDEST + (n + i) * BETWEEN_MAILS_MS,
          flags: [...(oneIn(5) ? [] : ['\\Seen']), ...(oneIn(RARE.starred) ? ['\\Flagged'] : [])],
          size: Math.round(2_000 * 2_000 ** (random() ** 4)),
          subject: text(5),
        }),
      )
      const folderId = folders[Math.floor(n / BATCH) % folders.length] as FolderId
      const [few, most] = [true, false].map((isFew) =>
        rows.filter(({ uid }) => (uid % RARE.smallFolder === 0) === isFew),
      )
      for (const id of [
        ...insertHeaders(db, smallId, few ?? []),
        ...insertHeaders(db, folderId, most ?? []),
      ]) {
        const services = random() < 0.3 ? [SERVICES[Math.floor(random() * SERVICES.length)] as string] : []
        if (oneIn(RARE.tracker)) services.push('Quillpost')
        const receipts = oneIn(RARE.receipt) ? [{ header: 'x', address: 'a@b.example' }] : []
        const body = text(WORDS_PER_MAIL) + (oneIn(RARE.chinese) ? text(WORDS_PER_MAIL, chinese) : '')
        saveIngested(
          db,
          id,
          ingestedMessage({
            parsed: {
              from: { name: `${word()} ${word()}`, address: `${word()}@${word()}.example` },
              subject: text(5),
              text: body,
              attachments: oneIn(RARE.attachment) ? [{ ...pdfAttachment, filename: `${word()}.pdf` }] : [],
            },
            analysis: { receipts, summary: { trackers: services.length, suspects: 0, services } },
          }),
        )
      }
    })
  }
  return { accountId, folderId: folders[0] as FolderId, smallId, fillMs: performance.now() - begun }
}

/** What FTS5 alone costs: the latest fifty of all mails that hold the word, of whatever folder. */
function askIndexAlone(store: Store, word: string): number {
  const from = performance.now()
  store.read.all(sql`
    SELECT rowid FROM message_search WHERE message_search MATCH ${word} ORDER BY rowid DESC LIMIT ${PAGE}`)
  return performance.now() - from
}
