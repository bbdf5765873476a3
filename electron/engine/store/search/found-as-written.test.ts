import { expect, test } from 'vitest'
import type { FolderRole } from '../../../../shared/models/folder.ts'
import type { MessageCursor } from '../../../../shared/models/message.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../../testing/sample-mail.ts'
import { openTempStore } from '../../testing/temp-store.ts'
import { markBodyFailed, saveIngested } from '../bodies.ts'
import type { ReadableDatabase } from '../database.ts'
import { insertHeaders } from '../placements.ts'
import { findMessages } from './find-messages.ts'

function mailboxWith(subject: string): ReadableDatabase {
  const store = openTempStore()
  store.write((db) => {
    const from = { name: 'Mona', address: 'mona@shop.example' }
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    for (const id of insertHeaders(db, inbox, [headerRow(1, { subject, from })])) {
      saveIngested(db, id, ingestedMessage({ parsed: { subject, from, text: 'nothing' } }))
    }
  })
  return store.read
}

function findPage(db: ReadableDatabase, query: string, cursor: MessageCursor | null = null) {
  return findMessages(db, { accountId: null, folderId: null, query, cursor, limit: 50 })
}
const find = (db: ReadableDatabase, query: string) => findPage(db, query).rows.map(({ subject }) => subject)

test.each(['⚠️ Your parcel', 'Offer ❤️ today', 'Flug ✈️ gebucht'])(
  '%s is found by its own subject',
  (subject) => {
    expect(find(mailboxWith(subject), subject)).toEqual([subject])
  },
)

test.each([
  ['【重要】会員様へ', '【重要】会員様へのお知らせ'],
  ['請求書123', '請求書123の件'],
  ['平成30年', '平成30年の書類'],
  ['东京大学-图书馆', '东京大学-图书馆'],
  ['"회의 안건"', '내일 회의 안건'],
  ['καλημερα', 'Καλημέρα'],
  ['ΕΛΛΑΔΑ', 'Ελλάδα'],
  ['еще', 'Ещё раз'],
  ['שלום', 'שָׁלוֹם'],
])('%s is found in %s', (query, subject) => {
  expect(find(mailboxWith(subject), query)).toEqual([subject])
})

test.each(['mona@shop.example', 'ns-48213', '"ripe figs and plums'])(
  'who types %s sees it all the while',
  (typed) => {
    const db = mailboxWith('Ticket NS-48213: ripe figs and plums')
    const beginnings = Array.from(typed, (_, at) => typed.slice(0, at + 1))
    expect(beginnings.filter((query) => find(db, query).length === 0)).toEqual([])
  },
)

test.each([
  ['in:inbox', ['In inbox']],
  ['-in:inbox', ['In all', 'In sent']],
  ['في:"البريد الوارد"', ['In inbox']],
  ['في:"كل الرسائل"', ['In all']],
  ['in:"all messages"', ['In all']],
  ['in:sent', ['In sent']],
])('%s where the server keeps all folders under the inbox', (query, subjects) => {
  const store = openTempStore()
  const folders: [string, FolderRole][] = [
    ['INBOX', 'inbox'],
    ['INBOX.Sent', 'sent'],
    ['INBOX.Everything', 'all'],
  ]
  store.write((db) => {
    const account = addAccount(db)
    for (const [at, [path, role]] of folders.entries()) {
      const row = headerRow(at + 1, { subject: `In ${role}` })
      for (const id of insertHeaders(db, addFolder(db, account, path, role), [row])) markBodyFailed(db, id)
    }
  })
  expect(find(store.read, query)).toEqual(subjects)
})

test('a mail that has another date in another label is found, and once', () => {
  const store = openTempStore()
  const dateOf = (uid: number) => headerRow(uid).internalDate
  store.write((db) => {
    const account = addAccount(db)
    const all = addFolder(db, account, '[Gmail]/All Mail', 'all')
    const inbox = addFolder(db, account, 'INBOX', 'inbox')
    const mail = (n: number) => headerRow(n, { emailId: `e${n}`, subject: `figs ${n}` })
    const ids = insertHeaders(
      db,
      all,
      Array.from({ length: 120 }, (_, at) => mail(at + 1)),
    )
    insertHeaders(db, inbox, [
      { ...mail(120), uid: 7, internalDate: dateOf(3) + 500 },
      { ...mail(2), uid: 8, internalDate: dateOf(118) + 500 },
    ])
    for (const id of ids) markBodyFailed(db, id)
  })
  const found: string[] = []
  for (let cursor: MessageCursor | null = null; ; ) {
    const { rows, next } = findPage(store.read, 'figs ', cursor)
    found.push(...rows.map(({ subject }) => subject))
    if (next === null) break
    cursor = next
  }
  const all = Array.from({ length: 120 }, (_, at) => `figs ${at + 1}`)
  expect(found.toSorted()).toEqual(all.toSorted())
})
