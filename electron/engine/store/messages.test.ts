import { expect, test } from 'vitest'
import type { MessageCursor } from '../../../shared/models/message.ts'
import { openMessageSchema } from '../../../shared/models/message.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { getMessage, listMessages, readAttachmentRow, readSource } from './messages.ts'
import { insertHeaders } from './placements.ts'
import { sql } from './sql.ts'

/** The rest is looked up when a message is opened. */
const storedMessageSchema = openMessageSchema.omit({
  companies: true,
  trust: true,
  receiptAnswer: true,
  fetched: true,
})

function openWithInbox() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    return { store, accountId, inbox: addFolder(db, accountId, 'INBOX', 'inbox') }
  })
}

test('a page of a folder is one range of one index, never a sort, whatever SQLite learns of the tables', () => {
  const { store, inbox } = openWithInbox()
  store.write((db) =>
    insertHeaders(
      db,
      inbox,
      Array.from({ length: 500 }, (_, index) => headerRow(index + 1)),
    ),
  )
  const onePage = () =>
    queryPlans(store.read, (db) => {
      const first = listMessages(db, { folderId: inbox, cursor: null, limit: 50 })
      listMessages(db, { folderId: inbox, cursor: first.next, limit: 50 })
    })
  const expected = [
    expect.stringMatching(
      /^SEARCH p USING INDEX placements_by_date \(folder_id=\? AND .*received_at.*<.*\)$/,
    ),
    'SEARCH m USING INTEGER PRIMARY KEY (rowid=?)',
  ]
  expect(onePage()).toEqual([expected, expected])
  store.write((db) => db.run(sql`ANALYZE`))
  expect(onePage()).toEqual([expected, expected])
})

test('no query for one message looks through the others', () => {
  const { store, inbox } = openWithInbox()
  const [id] = store.write((db) => insertHeaders(db, inbox, [headerRow(1)]))
  if (id === undefined) throw new Error('nothing was inserted')
  const plans = queryPlans(store.read, (db) => {
    getMessage(db, id)
    readSource(db, id)
  })
  for (const line of plans.flat()) expect(line).not.toMatch(/^SCAN/)
})

test('paging shows every mail once, also where a hundred came in the same second', () => {
  const { store, inbox } = openWithInbox()
  const inOneSecond = Array.from({ length: 100 }, (_, index) => headerRow(index + 1, { internalDate: 5_000 }))
  const others = Array.from({ length: 30 }, (_, index) => headerRow(index + 200))
  store.write((db) => insertHeaders(db, inbox, [...inOneSecond, ...others]))
  const seen: MessageCursor[] = []
  let cursor: MessageCursor | null = null
  do {
    const page = listMessages(store.read, { folderId: inbox, cursor, limit: 7 })
    expect(page.rows.length).toBeGreaterThan(0)
    seen.push(...page.rows.map(({ date, id }) => ({ date, id })))
    cursor = page.next
  } while (cursor !== null)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(130)
  expect(seen).toEqual(seen.toSorted((a, b) => b.date - a.date || b.id - a.id))
})

test('a mail that comes while one pages neither repeats nor hides a row', () => {
  const { store, inbox } = openWithInbox()
  store.write((db) =>
    insertHeaders(
      db,
      inbox,
      [1, 2, 3, 4].map((uid) => headerRow(uid)),
    ),
  )
  const first = listMessages(store.read, { folderId: inbox, cursor: null, limit: 2 })
  store.write((db) => insertHeaders(db, inbox, [headerRow(5)]))
  const second = listMessages(store.read, { folderId: inbox, cursor: first.next, limit: 2 })
  const subjects = [...first.rows, ...second.rows].map(({ subject }) => subject)
  expect(subjects).toEqual(['Mail 4', 'Mail 3', 'Mail 2', 'Mail 1'])
  expect(second.next).toBeNull()
})

test('an empty folder is an empty page', () => {
  const { store, inbox } = openWithInbox()
  expect(listMessages(store.read, { folderId: inbox, cursor: null, limit: 50 })).toEqual({
    rows: [],
    next: null,
  })
})

test('an opened message carries all that was read out of it, in the shape of the contract', () => {
  const { store, inbox } = openWithInbox()
  const row = headerRow(1, { flags: ['\\Flagged'], cc: [{ name: '', address: 'cc@example.org' }] })
  const parts = [
    { kind: 'text' as const, content: 'مرحبا' },
    { kind: 'html' as const, content: '<p>مرحبا \u{1f381}</p>' },
  ]
  const attachment = {
    filename: 'فاتورة.pdf',
    mediaType: 'application/pdf',
    size: 90,
    contentId: null,
    inline: false,
  }
  const link = {
    url: 'https://r.example/?u=x',
    target: 'https://x.example/',
    readableHost: null,
    redirector: 'r',
    opaque: false,
    removed: ['u'],
    kept: null,
    warnings: [],
    claims: null,
  }
  const pixel = reference('https://open.example/p.gif', {
    part: 1,
    verdict: 'tracker',
    service: 'Mailchimp',
    reasons: ['known-tracker', 'one-pixel'],
  })
  const receipts = [{ header: 'disposition-notification-to', address: 'spy@shop.example' }]
  const opened = store.write((db) => {
    const [id] = insertHeaders(db, inbox, [row])
    if (id === undefined) throw new Error('nothing was inserted')
    const ingested = ingestedMessage({
      parsed: {
        subject: 'عرض',
        parts,
        truncated: true,
        snippet: 'مرحبا',
        cc: row.cc,
        attachments: [{ ...attachment, start: 100, end: 220, encoding: 'base64' }],
      },
      analysis: {
        references: [pixel],
        links: [link],
        receipts,
        platform: 'Mailchimp',
        summary: { trackers: 1, suspects: 0, services: ['Mailchimp'] },
      },
    })
    saveIngested(db, id, ingested)
    return getMessage(db, id)
  })
  expect(opened).toMatchObject({
    folderId: inbox,
    subject: 'عرض',
    snippet: 'مرحبا',
    unread: true,
    flagged: true,
    hasAttachments: true,
    bodyState: 'ready',
    trackerCount: 1,
    remoteCount: 1,
    services: ['Mailchimp'],
    cc: row.cc,
    parts,
    truncated: true,
    attachments: [attachment],
    references: [{ ...pixel, state: 'blocked', failure: null }],
    links: [link],
    receipts,
    platform: 'Mailchimp',
  })
  expect(storedMessageSchema.parse(opened)).toEqual(opened)
  const [stored] = opened?.attachments ?? []
  if (stored === undefined || opened === undefined) throw new Error('no attachment')
  expect(readAttachmentRow(store.read, stored.id)).toEqual({
    messageId: opened.id,
    filename: 'فاتورة.pdf',
    mediaType: 'application/pdf',
    start: 100,
    end: 220,
    encoding: 'base64',
    contentId: null,
  })
})

test('a message whose body is not here yet opens with its headers', () => {
  const { store, inbox } = openWithInbox()
  const [id] = store.write((db) => insertHeaders(db, inbox, [headerRow(1)]))
  if (id === undefined) throw new Error('nothing was inserted')
  const opened = getMessage(store.read, id)
  expect(storedMessageSchema.parse(opened)).toMatchObject({
    subject: 'Mail 1',
    bodyState: 'missing',
    parts: [],
  })
  expect(readSource(store.read, id)).toBeUndefined()
})
