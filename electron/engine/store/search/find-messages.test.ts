import { expect, test } from 'vitest'
import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor } from '../../../../shared/models/message.ts'
import { queryPlans } from '../../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../../testing/sample-mail.ts'
import { openTempStore } from '../../testing/temp-store.ts'
import { markBodyFailed, saveIngested } from '../bodies.ts'
import type { ReadableDatabase, WritableDatabase } from '../database.ts'
import type { IngestedMessage } from '../ingested-message.ts'
import { type HeaderRow, insertHeaders, saveFlags } from '../placements.ts'
import { sql } from '../sql.ts'
import { findBestMessages, findMessages } from './find-messages.ts'

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
    addMail(db, inbox, 1, { parsed: { text: 'figs are early', attachments: [pdf] }, trackers: ['Mailchimp'] })
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

const pdf = {
  filename: 'harvest-2026.pdf',
  mediaType: 'application/pdf',
  size: 9,
  contentId: null,
  inline: false,
  start: 0,
  end: 9,
  encoding: 'base64',
} as const

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

/** Three thousand mails, 2 of 3 with the word "figs", 1 in 300 with a receipt, 1 in 1,000 with a rare tracker. */
function openLarge() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    for (let uid = 1; uid <= 3_000; uid += 1) {
      addMail(db, inbox, uid, {
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
    '': 3_000,
    figs: 2_000,
    'mail figs': 2_000,
    mail: 3_000,
    'mail has:tracker': 1_500,
    'is:clean': 1_500,
    'has:tracker': 1_500,
    'has:receipt': 10,
    'tracker:mailchimp': 1_500,
    'tracker:mailchimp figs': 1_000,
    'tracker:m': 1_500,
    'tracker:litmus': 3,
    'mail has:receipt plums': 10,
    'is:unread has:receipt': 10,
    'is:starred': 0,
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
  const { store, accountId, inbox } = openLarge()
  for (const folderId of [inbox, null]) {
    const plans = queryPlans(store.read, (db) => {
      findMessages(db, { accountId, folderId, query: 'mail ', cursor: null, limit: 50 })
    })
    const lines = plans.flat()
    expect(lines).toContainEqual(
      expect.stringMatching(/^SCAN message_search VIRTUAL TABLE INDEX \d+:M\d+><$/),
    )
    expect(lines).toContainEqual(expect.stringContaining('messages_by_search_row (search_row=?)'))
    expect(lines.filter((line) => /^SCAN (m|p|messages|placements)\b/.test(line))).toEqual([])
  }
})

test('page by page nothing is lost when thousands of mails share a day, an hour or a moment', () => {
  const store = openTempStore()
  const { accountId } = store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    for (let uid = 1; uid <= 3_000; uid += 1) {
      const internalDate = uid <= 1_500 ? 1_700_000_000_000 : 1_700_000_000_000 + (uid % 700) * 100_000
      addMail(db, inbox, uid, { header: { internalDate } })
    }
    return { accountId }
  })
  const found: number[] = []
  let cursor: MessageCursor | null = null
  do {
    const page = findMessages(store.read, { accountId, folderId: null, query: 'mail ', cursor, limit: 100 })
    found.push(...page.rows.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  expect(found).toHaveLength(3_000)
  expect(new Set(found).size).toBe(3_000)
})

const best = (db: ReadableDatabase, query: string, folderId: FolderId | null = null) =>
  findBestMessages(db, { accountId: null, folderId, query, cursor: null, limit: 50 }).rows.map(
    ({ subject }) => subject,
  )

test('a word in the subject counts for more than one in the text, and a rare one for more than a common one', () => {
  const { store, inbox } = openMailboxes()
  expect(best(store.read, 'figs')[0]).toMatch(/Figs/)
  expect(best(store.read, 'figs', inbox)).toEqual(['Figs without a body', 'Mail 3', 'Mail 1'])
  expect(best(store.read, 'figs is:unread -omar')).toHaveLength(3)
  expect(best(store.read, 'has:tracker')).toEqual(['Mail 6', 'Mail 2', 'Mail 1'])
  expect(best(store.read, 'is:read is:unread')).toEqual([])
})

test('of mails that fit equally well the recent one comes first, of all the older one that fits far better', () => {
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
  expect(best(store.read, 'quince')).toEqual(['Quince B', 'Quince A', 'Lunch'])
})
