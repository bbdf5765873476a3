import { expect, test } from 'vitest'
import { foldForSearch } from '../../../shared/fold-for-search.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { markBodyFailed, saveAllIngested, saveIngested } from './bodies.ts'
import type { ReadableDatabase } from './database.ts'
import type { IngestedMessage } from './ingested-message.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { insertHeaders, removePlacements } from './placements.ts'
import { indexByHeaders } from './search-index.ts'
import { sql } from './sql.ts'

function openWithMails(...mails: Partial<IngestedMessage['parsed']>[]) {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const ids = insertHeaders(
      db,
      inbox,
      mails.map((_, index) => headerRow(index + 1)),
    )
    for (const [index, parsed] of mails.entries()) {
      const id = ids[index]
      if (id !== undefined) saveIngested(db, id, ingestedMessage({ parsed }))
    }
    return { store, accountId, inbox, ids }
  })
}

function find(db: ReadableDatabase, words: string): MessageId[] {
  return db
    .all(sql<{ id: MessageId }>`
      SELECT m.id FROM message_search AS s JOIN messages AS m ON m.search_row = s.rowid
      WHERE message_search MATCH ${foldForSearch(words)} ORDER BY m.id`)
    .map(({ id }) => id)
}

test('mails are found by their headers before their bodies are here, a few at a time, and by both after', () => {
  const { store, accountId, inbox } = openWithMails({ text: 'elsewhere' })
  const ids = store.write((db) => insertHeaders(db, inbox, [headerRow(7), headerRow(8), headerRow(9)]))
  const indexSome = () => store.write((db) => indexByHeaders(db, accountId, Number.MAX_SAFE_INTEGER, 2))
  expect([indexSome(), indexSome(), indexSome()]).toEqual([2, 1, 0])
  expect(find(store.read, 'subject: mail')).toEqual(expect.arrayContaining(ids))
  const [first] = ids
  if (first === undefined) throw new Error('nothing was inserted')
  store.write((db) => saveIngested(db, first, ingestedMessage({ parsed: { subject: '', text: 'turnip' } })))
  expect(find(store.read, 'turnip')).toEqual([first])
  expect(find(store.read, '"mail 7"')).toEqual([first])
})

test('mails that are stored together are each found, as one piece of the index', () => {
  const { store, accountId, inbox } = openWithMails()
  const day = 86_400_000
  const newestFirst = [3, 2, 1].map((uid) => headerRow(uid, { internalDate: uid * day }))
  const ids = store.write((db) => insertHeaders(db, inbox, newestFirst))
  const [first, gone, last] = ids.map((messageId) => ({
    messageId,
    ingested: ingestedMessage({ parsed: { text: `turnip ${messageId}` } }),
  }))
  if (!first || !gone || !last) throw new Error('nothing was inserted')
  store.write((db) => {
    removePlacements(db, inbox, [2])
    deleteOrphans(db, listOrphans(db, accountId))
    saveAllIngested(db, [first, gone, last])
  })
  expect(find(store.read, 'turnip')).toEqual([first.messageId, last.messageId])
  expect(find(store.read, `turnip ${last.messageId}`)).toEqual([last.messageId])
  const pieces = store.read.all(sql`SELECT DISTINCT segid FROM message_search_idx`)
  expect(pieces).toHaveLength(1)
})

test('a piece of the index fills a page of an encrypted database, and needs no second one', () => {
  const store = openTempStore(undefined, new Uint8Array(32).fill(7))
  store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const [id] = insertHeaders(db, inbox, [headerRow(1)])
    const text = Array.from({ length: 20_000 }, (_, n) => `word${n * 7_919}`).join(' ')
    if (id !== undefined) saveIngested(db, id, ingestedMessage({ parsed: { text } }))
  })
  const pages = store.read.all(sql<{ type: string; count: number }>`
    SELECT pagetype AS type, count(*) AS count FROM dbstat WHERE name = 'message_search_data' GROUP BY type`)
  const countOf = (type: string) => pages.find((page) => page.type === type)?.count ?? 0
  expect(countOf('leaf')).toBeGreaterThan(20)
  expect(countOf('overflow')).toBe(0)
})

test('a mail is found by body, subject, sender and addressee, whatever the case and accents', () => {
  const { store, ids } = openWithMails({
    subject: 'Ihre Bestellung',
    from: { name: 'Zoë Müller', address: 'zoe@laden.example' },
    cc: [{ name: 'Omar', address: 'omar@example.org' }],
    text: 'Café au lait',
  })
  for (const words of [
    'cafe',
    'CAFÉ',
    'bestellung',
    'muller',
    'subject: ihre',
    'recipients: omar',
    'sender: zoe',
    '"au lait"',
  ]) {
    expect(find(store.read, words), words).toEqual(ids)
  }
})

test('an Arabic mail is found however the word is spelled', () => {
  const { store, ids } = openWithMails({ text: 'أَهْلًا بكم في المدرسة، عـــروض إلى نهاية ٢٠٢٦' })
  for (const words of ['اهلا', 'أهلاً', 'المدرسه', 'المدرسة', 'عروض', 'الي', 'إلى', '2026']) {
    expect(find(store.read, words), words).toEqual(ids)
  }
})

test('a word of a language without blanks is found wherever it stands', () => {
  const { store, ids } = openWithMails({ subject: '東京都の天気', text: '明日の天気は晴れです' })
  for (const words of ['"東京 京都"', 'subject: "京都"', '"天気"', '"晴れ"', '"晴"*']) {
    expect(find(store.read, words), words).toEqual(ids)
  }
  expect(find(store.read, '"東都"')).toEqual([])
})

test('rows of the index follow the days of their mails, in whatever order these come', () => {
  const store = openTempStore()
  const days = [20_000, 3, 20_001, 20_000, 150_000, -9]
  const ids = store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX')
    const rows = days.map((day, at) => headerRow(at + 1, { internalDate: day * 86_400_000 + at }))
    const inserted = insertHeaders(db, inbox, rows)
    for (const id of inserted) markBodyFailed(db, id)
    return inserted
  })
  const inOrder = store.read.all(sql<{ id: MessageId }>`SELECT id FROM messages ORDER BY search_row DESC`)
  expect(inOrder.map(({ id }) => ids.indexOf(id))).toEqual([4, 2, 3, 0, 1, 5])
})

test('a mail that is read anew is found by its new words only', () => {
  const { store, ids } = openWithMails({ text: 'before' })
  const [id] = ids
  if (id === undefined) throw new Error('nothing was inserted')
  store.write((db) => saveIngested(db, id, ingestedMessage({ parsed: { text: 'after' } })))
  expect(find(store.read, 'before')).toEqual([])
  expect(find(store.read, 'after')).toEqual(ids)
})

test('a deleted mail is found no more', () => {
  const { store, accountId, inbox, ids } = openWithMails(
    { text: 'secret' },
    { text: 'secret' },
    { text: 'secret' },
  )
  store.write((db) => {
    removePlacements(db, inbox, [1, 2])
    deleteOrphans(db, listOrphans(db, accountId))
  })
  expect(find(store.read, 'secret')).toEqual(ids.slice(2))
})

test('a mail whose body failed is found by its headers', () => {
  const store = openTempStore()
  const [id] = store.write((db) => insertHeaders(db, addFolder(db, addAccount(db), 'INBOX'), [headerRow(7)]))
  if (id === undefined) throw new Error('nothing was inserted')
  store.write((db) => markBodyFailed(db, id))
  expect(find(store.read, '"mail 7"')).toEqual([id])
})

test('the index keeps no copy of the mail', () => {
  const { store } = openWithMails({ text: 'unforgettable' })
  expect(store.read.all(sql`SELECT body FROM message_search`)).toEqual([{ body: null }])
})
