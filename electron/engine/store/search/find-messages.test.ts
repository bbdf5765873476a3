import { expect, test, vi } from 'vitest'
import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../../../../shared/models/message.ts'
import { queryPlans } from '../../testing/query-plan.ts'
import {
  addAccount,
  addFolder,
  headerRow,
  ingestedMessage,
  pdfAttachment,
} from '../../testing/sample-mail.ts'
import { openTempStore } from '../../testing/temp-store.ts'
import { markBodyFailed, saveIngested } from '../bodies.ts'
import type { ReadableDatabase, WritableDatabase } from '../database.ts'
import type { IngestedMessage } from '../ingested-message.ts'
import { type HeaderRow, insertHeaders, saveFlags } from '../placements.ts'
import { searchRowsOf } from '../search-index.ts'
import { sql } from '../sql.ts'
import { findByWords } from './by-words.ts'
import { findBestMessages, findMessages, type SearchPage } from './find-messages.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Sample {
  header?: Partial<HeaderRow>
  parsed?: Partial<IngestedMessage['parsed']>
  trackers?: string[]
  suspects?: number
  receipts?: number
}

function addMail(db: WritableDatabase, folderId: FolderId, uid: number, sample: Sample = {}): void {
  const [id] = insertHeaders(db, folderId, [headerRow(uid, sample.header)])
  if (id === undefined) throw new Error('nothing was inserted')
  const { trackers = [], suspects = 0, receipts = 0 } = sample
  const analysis = {
    receipts: Array.from({ length: receipts }, (_, at) => ({
      header: `x-${at}`,
      address: 'spy@shop.example',
    })),
    summary: { trackers: trackers.length, suspects, services: trackers },
  }
  saveIngested(db, id, ingestedMessage({ parsed: { subject: `Mail ${uid}`, ...sample.parsed }, analysis }))
}

/** Two accounts: one with three folders, one with an inbox of its own. */
function openMailboxes() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const garden = addFolder(db, accountId, 'Home/Garden tools')
    const junk = addFolder(db, accountId, 'Bulk Mail', 'junk')
    const other = addAccount(db, 'omar@example.org')
    const otherInbox = addFolder(db, other, 'INBOX', 'inbox')
    addMail(db, inbox, 1, {
      parsed: { text: 'figs are early', attachments: [pdfAttachment] },
      trackers: ['Mailchimp'],
    })
    addMail(db, inbox, 2, {
      header: { flags: ['\\Seen', '\\Flagged'], size: 5_000_000 },
      parsed: { from: { name: 'Zoë Figueroa', address: 'zoe@orchard.example' }, text: 'late' },
      trackers: ['Mailtrack (Mailsuite)', 'Litmus Email Analytics'],
    })
    addMail(db, inbox, 3, { header: { flags: ['\\Seen'] }, parsed: { text: 'figs and plums' } })
    addMail(db, garden, 4, {
      parsed: { subject: 'Figs', to: [{ name: 'Zoe', address: 'zoe@x.example' }] },
      receipts: 1,
    })
    addMail(db, junk, 5, { parsed: { text: 'عُروضٌ على التين' }, suspects: 2 })
    addMail(db, otherInbox, 6, { parsed: { text: 'figs for Omar' }, trackers: ['Mailchimp'] })
    const [failed] = insertHeaders(db, inbox, [headerRow(7, { subject: 'Figs without a body' })])
    if (failed) markBodyFailed(db, failed)
    return { store, accountId, other, inbox, garden, junk, otherInbox }
  })
}

test('what is typed is looked for from the first letter on, and in a column too', () => {
  const { store } = openMailboxes()
  // Of the latest mails' senders and subjects; in any other place too.
  expect(find(store.read, 'f')).toEqual(find(store.read, 'fig'))
  expect(find(store.read, 'fi')).toEqual(find(store.read, 'fig'))
  expect(find(store.read, 'from:fi')).toEqual(['Mail 2'])
  expect(find(store.read, 'from: zo')).toEqual(['Mail 2'])
  expect(find(store.read, 'fi ')).toEqual([])
  expect(find(store.read, '"fi"')).toEqual([])
  expect(find(store.read, '-f figs')).toEqual(find(store.read, 'figs'))
})

test.each([
  ['lodz', 'Łódź'],
  ['Łódź', 'lodz'],
  ['strasse', 'Straße'],
  ['aeroskobing', 'Ærøskøbing'],
  ['dokovic', 'Đoković'],
])('%s finds %s', (query, text) => {
  const { store, inbox } = openMailboxes()
  store.write((db) => addMail(db, inbox, 30, { parsed: { text } }))
  expect(find(store.read, `${query} `)).toEqual(['Mail 30'])
})

function find(
  db: ReadableDatabase,
  query: string,
  where: { accountId?: AccountId; folderId?: FolderId } = {},
): string[] {
  const { accountId = null, folderId = null } = where
  const page = findMessages(db, { accountId, folderId, query, cursor: null, limit: 50 })
  expect(page.next).toBeNull()
  return page.rows.map(({ subject }) => subject)
}

test.each([
  ['figs', ['Figs without a body', 'Mail 6', 'Figs', 'Mail 3', 'Mail 1']],
  ['fig', ['Figs without a body', 'Mail 6', 'Figs', 'Mail 3', 'Mail 2', 'Mail 1']],
  ['fig ', []],
  ['figs plums', ['Mail 3']],
  ['"plums and"', []],
  ['"figs and"', ['Mail 3']],
  ['figs -early -omar', ['Figs without a body', 'Figs', 'Mail 3']],
  ['subject:figs', ['Figs without a body', 'Figs']],
  ['zoe', ['Figs', 'Mail 2']],
  ['from:zoe', ['Mail 2']],
  ['from:orchard.example', ['Mail 2']],
  ['to:zoe', ['Figs']],
  ['harvest', ['Mail 1']],
  ['عروض', ['Mail 5']],
  ['has:tracker', ['Mail 6', 'Mail 2', 'Mail 1']],
  ['is:clean', ['Mail 3']],
  ['-is:clean -has:tracker', ['Mail 5', 'Figs']],
  ['has:receipt', ['Figs']],
  ['has:attachment', ['Mail 1']],
  ['is:starred', ['Mail 2']],
  ['is:read', ['Mail 3', 'Mail 2']],
  ['is:unread figs', ['Figs without a body', 'Mail 6', 'Figs', 'Mail 1']],
  ['tracker:mailchimp', ['Mail 6', 'Mail 1']],
  ['tracker:mailsuite', ['Mail 2']],
  ['tracker:mail', ['Mail 6', 'Mail 2', 'Mail 1']],
  ['tracker:"email analytics"', ['Mail 2']],
  ['tracker:chimp', []],
  ['tracker:litmus tracker:mailchimp', []],
  ['has:tracker -tracker:mailchimp', ['Mail 2']],
  ['in:garden', ['Figs']],
  ['in:spam', ['Mail 5']],
  ['في:المزعج', ['Mail 5']],
  ['in:inbox figs -in:garden', ['Figs without a body', 'Mail 6', 'Mail 3', 'Mail 1']],
  ['in:nowhere', []],
  ['larger:1M', ['Mail 2']],
  ['smaller:1k', []],
  ['before:1999', []],
  ['after:2199', []],
  ['is:read is:unread', []],
])('%s finds %j', (query, subjects) => {
  expect(find(openMailboxes().store.read, query)).toEqual(subjects)
})

test('an account and a folder keep to themselves', () => {
  const { store, accountId, other, garden, inbox } = openMailboxes()
  expect(find(store.read, 'figs', { accountId })).toEqual(['Figs without a body', 'Figs', 'Mail 3', 'Mail 1'])
  expect(find(store.read, 'has:tracker', { accountId: other })).toEqual(['Mail 6'])
  expect(find(store.read, 'figs', { folderId: garden })).toEqual(['Figs'])
  expect(find(store.read, 'is:clean', { folderId: inbox })).toEqual(['Mail 3'])
  expect(find(store.read, '', { folderId: garden })).toEqual(['Figs'])
})

test('a mail in several folders is found once, in the likeliest, and with the flags it has there', () => {
  const { store, accountId, inbox } = openMailboxes()
  store.write((db) => {
    const archive = addFolder(db, accountId, 'Archive', 'archive')
    insertHeaders(db, archive, [headerRow(3, { uid: 80, flags: [] })])
  })
  const found = (query: string) =>
    findMessages(store.read, { accountId, folderId: null, query, cursor: null, limit: 50 }).rows
  expect(found('plums')).toMatchObject([{ subject: 'Mail 3', folderId: inbox, unread: false }])
  expect(found('plums is:unread')).toMatchObject([{ subject: 'Mail 3', unread: true }])
  expect(found('is:clean')).toHaveLength(1)
  expect(found('plums -in:archive')).toEqual([])
})

test('a better judgement moves a mail from one filter to the other', () => {
  const { store, inbox } = openMailboxes()
  store.write((db) => {
    const row = db.get(
      sql<{ id: number }>`SELECT message_id AS id FROM placements WHERE folder_id = ${inbox} AND uid = 1`,
    )
    db.run(sql`UPDATE messages SET tracker_count = 0, services_json = '[]' WHERE id = ${row?.id ?? 0}`)
    saveFlags(db, inbox, [{ uid: 1, flags: ['\\Seen'] }])
  })
  expect(find(store.read, 'has:tracker', { folderId: inbox })).toEqual(['Mail 2'])
  expect(find(store.read, 'is:clean', { folderId: inbox })).toEqual(['Mail 3', 'Mail 1'])
  expect(find(store.read, 'tracker:mailchimp')).toEqual(['Mail 6'])
})

/** 4,500 mails, 2 of 3 with the word "figs", 1 in 300 with a receipt, 1 in 1,000 with a rare tracker, half with a star. */
function openLarge() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    for (let uid = 1; uid <= 4_500; uid += 1) {
      addMail(db, inbox, uid, {
        header: { flags: uid % 2 === 0 ? ['\\Flagged'] : [] },
        parsed: { text: uid % 3 === 0 ? 'plums' : 'figs' },
        trackers: uid % 2 === 0 ? ['Mailchimp', ...(uid % 1_000 === 0 ? ['Litmus'] : [])] : [],
        receipts: uid % 300 === 0 ? 1 : 0,
      })
    }
    return { store, accountId, inbox }
  })
}

test('page by page every mail comes once and in order, whatever the way to it', () => {
  const { store, accountId, inbox } = openLarge()
  const counts: Record<string, number> = {
    '': 4_500,
    figs: 3_000,
    'mail figs': 3_000,
    mail: 4_500,
    'mail has:tracker': 2_250,
    'is:clean': 2_250,
    'has:tracker': 2_250,
    'has:receipt': 15,
    'tracker:mailchimp': 2_250,
    'tracker:mailchimp figs': 1_500,
    'tracker:m': 2_250,
    'tracker:litmus': 4,
    'mail has:receipt plums': 15,
    'is:unread has:receipt': 15,
    'is:starred': 2_250,
    '-figs': 1_500,
    '-plums is:starred': 1_500,
    ma: 4_500,
  }
  for (const folderId of [inbox, null]) {
    for (const [query, count] of Object.entries(counts)) {
      const uids: number[] = []
      let cursor: MessageCursor | null = null
      do {
        const page = findMessages(store.read, { accountId, folderId, query, cursor, limit: 290 })
        expect(page.rows.length).toBeLessThanOrEqual(290)
        uids.push(...page.rows.map(({ subject }) => Number(subject.slice(5))))
        cursor = page.next
      } while (cursor !== null)
      expect(uids.length, query).toBe(count)
      expect(uids, query).toEqual([...new Set(uids)].sort((a, b) => b - a))
    }
  }
})

test('a page is a range of an index in the order of dates, never a look at every mail and a sort', () => {
  const { store, accountId, inbox } = openLarge()
  const ways = [
    { query: 'is:clean', folderId: inbox, index: 'placements_by_exposure' },
    { query: 'has:tracker', folderId: inbox, index: 'placements_by_exposure' },
    { query: 'is:unread', folderId: inbox, index: 'placements_unread' },
    { query: 'is:starred', folderId: inbox, index: 'placements_flagged' },
    { query: '', folderId: inbox, index: 'placements_by_date' },
    { query: 'has:tracker', folderId: null, index: 'messages_by_exposure' },
    { query: '', folderId: null, index: 'messages_by_identity' },
    { query: 'tracker:mailchimp', folderId: null, index: 'PRIMARY KEY' },
  ]
  const check = () => {
    for (const { query, folderId, index } of ways) {
      const plans = queryPlans(store.read, (db) => {
        findMessages(db, { accountId, folderId, query, cursor: null, limit: 50 })
      })
      const walk = plans.find(
        ([line]) => line?.includes(index) && /^SEARCH (messages|placements|message_services) /.test(line),
      )
      expect(walk, `${query}: ${JSON.stringify(plans)}`).toBeDefined()
      for (const line of plans.flat()) {
        expect(line, query).not.toMatch(/^SCAN (m|p|messages|placements|message_services)\b/)
      }
      // Equal dates of messages_by_identity are put in order by id, a handful at a time.
      if (index !== 'messages_by_identity') expect(walk?.join()).not.toContain('TEMP B-TREE')
      else expect(walk?.join()).not.toMatch(/TEMP B-TREE FOR ORDER BY/)
    }
  }
  check()
  store.write((db) => db.run(sql`ANALYZE`))
  check()
})

test('words are looked for from the latest mail on, each found mail by its row', () => {
  const { store, accountId } = openMailboxes()
  const plans = queryPlans(store.read, (db) => {
    findMessages(db, { accountId, folderId: null, query: 'figs ', cursor: null, limit: 50 })
  })
  const lines = plans.flat()
  expect(lines).toContainEqual(expect.stringMatching(/^SCAN message_search VIRTUAL TABLE INDEX \d+:M\d+><$/))
  expect(lines).toContainEqual(expect.stringContaining('messages_by_search_row (search_row=?)'))
  expect(lines.filter((line) => /^SCAN (m|p|messages|placements)\b/.test(line))).toEqual([])
})

test.each(['mail ', 'mail figs '])(
  'page by page nothing of %s is lost when thousands of mails share a day, an hour or a moment',
  async (query) => {
    const store = openTempStore()
    const { accountId, inbox } = store.write((db) => {
      const accountId = addAccount(db)
      const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
      for (let uid = 1; uid <= 3_000; uid += 1) {
        const internalDate = uid <= 1_500 ? 1_700_000_000_000 : 1_700_000_000_000 + (uid % 700) * 100_000
        addMail(db, inbox, uid, {
          header: { internalDate },
          parsed: { text: uid % 2 === 0 ? 'figs' : 'plums' },
        })
      }
      // In a day that all older ones share.
      for (let uid = 3_001; uid <= 4_500; uid += 1) {
        addMail(db, inbox, uid, { header: { internalDate: -uid * 86_400_000 }, parsed: { text: 'figs' } })
      }
      return { accountId, inbox }
    })
    for (const folderId of [null, inbox]) {
      const found: number[] = []
      let cursor: MessageCursor | null = null
      do {
        const page = findMessages(store.read, { accountId, folderId, query, cursor, limit: 100 })
        found.push(...page.rows.map(({ id }) => id))
        cursor = page.next
      } while (cursor !== null)
      expect(found).toHaveLength(query === 'mail ' ? 4_500 : 3_000)
      expect(new Set(found).size).toBe(found.length)
    }
  },
)

async function best(
  db: ReadableDatabase,
  query: string,
  folderId: FolderId | null = null,
): Promise<string[]> {
  const asked = { accountId: null, folderId, query, cursor: null, limit: 50 }
  return (await findBestMessages(db, asked)).rows.map(({ subject }) => subject)
}

test('a word in the subject counts for more than one in the text, and a rare one for more than a common one', async () => {
  const { store, inbox } = openMailboxes()
  expect((await best(store.read, 'figs'))[0]).toMatch(/Figs/)
  expect(await best(store.read, 'figs', inbox)).toEqual(['Figs without a body', 'Mail 3', 'Mail 1'])
  expect(await best(store.read, 'figs is:unread -omar')).toHaveLength(3)
  expect(await best(store.read, 'has:tracker')).toEqual(['Mail 6', 'Mail 2', 'Mail 1'])
  expect(await best(store.read, 'is:read is:unread')).toEqual([])
})

/** Twenty starred mails in a folder for old ones, and 2,980 later in the inbox, all with one word. */
function openWithOldFolder() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const old = addFolder(db, accountId, 'Old')
    for (let uid = 1; uid <= 3_000; uid += 1) {
      const isOld = uid <= 20
      const header = { flags: isOld ? ['\\Flagged'] : [], size: isOld ? 9_000_000 : 1_000 }
      addMail(db, isOld ? old : inbox, uid, { header, parsed: { text: 'a quince' } })
    }
    return { store, accountId, old }
  })
}

test('the best are the best of those that fit, however many later mails have the words and fit in nothing else', async () => {
  const { store, old } = openWithOldFolder()
  expect(await best(store.read, 'quince', old)).toHaveLength(20)
  expect(await best(store.read, 'quince is:starred')).toHaveLength(20)
  expect(await best(store.read, 'quince in:old')).toHaveLength(20)
  expect(await best(store.read, 'quince before:2023-11-14 ')).toEqual(
    await best(store.read, 'quince before:2023-11-14 larger:1k '),
  )
})

test('the best come page by page, each once', async () => {
  const { store } = openWithOldFolder()
  const found: string[] = []
  let cursor: MessageCursor | null = null
  do {
    const asked = { accountId: null, folderId: null, query: 'quince ', cursor, limit: 300 }
    const page: SearchPage = await findBestMessages(store.read, asked)
    found.push(...page.rows.map(({ subject }) => subject))
    cursor = page.next
  } while (cursor !== null)
  expect(new Set(found).size).toBe(found.length)
  expect(found.length).toBeGreaterThanOrEqual(1_000)
})

test('what servers found by the words is shown where all else fits, on the page of its date', () => {
  const { store, inbox, accountId } = openMailboxes()
  const [oldest, newest] = store.write((db) =>
    insertHeaders(db, inbox, [
      headerRow(80, { internalDate: 1_600_000_000_000, subject: 'Old' }),
      headerRow(81, { internalDate: 1_800_000_000_000, subject: 'New', hasAttachments: true }),
    ]),
  )
  if (oldest === undefined || newest === undefined) throw new Error('nothing was inserted')
  const foundOnServer = [oldest, newest]
  const shown = (query: string, folderId: FolderId | null = null) => {
    const subjects: string[][] = []
    let cursor: MessageCursor | null = null
    do {
      const page = findMessages(store.read, { accountId, folderId, query, foundOnServer, cursor, limit: 3 })
      subjects.push(page.rows.map(({ subject }) => subject))
      cursor = page.next
    } while (cursor !== null)
    return subjects
  }
  expect(shown('figs ')).toEqual([
    ['New', 'Figs without a body', 'Figs'],
    ['Mail 3', 'Mail 1', 'Old'],
  ])
  expect(shown('figs has:attachment')).toEqual([['New', 'Mail 1']])
  expect(shown('figs before:2021')).toEqual([['Old']])
  expect(shown('figs -fruit in:inbox after:2025')).toEqual([['New']])
  expect(shown('figs in:garden')).toEqual([['Figs']])
})

test('a common word in the few mails that have something rare is found in one call, at the cost of those few', () => {
  const { store, accountId, old } = openWithOldFolder()
  const folders = {
    'quince ': old,
    'quince is:starred': null,
    'quince larger:1M': null,
    'is:starred quin': null,
  }
  for (const [query, folderId] of Object.entries(folders)) {
    let looked = 0
    const counted: ReadableDatabase = {
      get: (asked) => store.read.get(asked),
      all(asked) {
        const rows = store.read.all(asked)
        looked += rows.length
        return rows
      },
    }
    const page = findMessages(counted, { accountId, folderId, query, cursor: null, limit: 50 })
    expect(page, query).toMatchObject({ next: null })
    expect(page.rows, query).toHaveLength(20)
    expect(looked, query).toBeLessThan(200)
  }
})

test('an old page of a common word costs no more than the latest: nothing before it is walked over', () => {
  const store = openTempStore()
  const day = 86_400_000
  store.write((db) => {
    for (let n = 0; n < 60_000; n += 1) {
      const { first } = searchRowsOf((15_000 + Math.floor(n / 60)) * day)
      db.run(sql`INSERT INTO message_search (rowid, body) VALUES (${first + (n % 60)}, 'quince')`)
    }
  })
  const accountId = store.write(addAccount)
  const times = (look: () => unknown) => {
    const all = Array.from({ length: 20 }, () => {
      const from = performance.now()
      look()
      return performance.now() - from
    })
    return Math.min(...all)
  }
  const lookAt = (date: number) =>
    findByWords(store.read, 'quince', {
      ...{ accountId, folderId: null, cursor: { date, id: 0 as MessageId }, after: date - day, limit: 200 },
    })
  const walk = times(() =>
    store.read.all(sql`SELECT count(*) FROM message_search WHERE message_search MATCH 'quince'`),
  )
  for (const date of [15_001, 15_500, 15_999]) expect(times(() => lookAt(date * day))).toBeLessThan(walk / 2)
})

test('a folder of old mail is looked through from its own latest on', () => {
  const store = openTempStore()
  const { accountId, old } = store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const old = addFolder(db, accountId, 'Old')
    const day = 86_400_000
    for (let uid = 1; uid <= 2_100; uid += 1) addMail(db, old, uid, { parsed: { text: 'a quince' } })
    for (let uid = 1; uid <= 2_000; uid += 1) {
      const internalDate = 1_700_000_000_000 + 9 * day + uid
      addMail(db, inbox, 5_000 + uid, { header: { internalDate }, parsed: { text: 'a quince' } })
    }
    return { accountId, old }
  })
  const page = findMessages(store.read, {
    accountId,
    folderId: old,
    query: 'quince ',
    cursor: null,
    limit: 50,
  })
  expect(page.rows.map(({ subject }) => subject).slice(0, 2)).toEqual(['Mail 2100', 'Mail 2099'])
  expect(page.rows).toHaveLength(50)
})

test('of mails that fit equally well the recent one comes first, of all the older one that fits far better', async () => {
  const { store, inbox } = openMailboxes()
  const day = 86_400_000
  store.write((db) => {
    const at = (days: number) => ({ header: { internalDate: 1_700_000_000_000 - days * day } })
    addMail(db, inbox, 20, { ...at(1_000), parsed: { subject: 'Quince A', text: 'jam' } })
    addMail(db, inbox, 21, { ...at(10), parsed: { subject: 'Quince B', text: 'jam' } })
    addMail(db, inbox, 22, {
      ...at(0),
      parsed: { subject: 'Lunch', text: `quince ${'and other fruit '.repeat(40)}` },
    })
  })
  expect(await best(store.read, 'quince')).toEqual(['Quince B', 'Quince A', 'Lunch'])
})
