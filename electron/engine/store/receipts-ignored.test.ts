import { expect, test } from 'vitest'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { insertHeaders } from './placements.ts'
import { ignoreReceipts, isIgnoredHere, leaveToOthers, listIgnored, saveIgnored } from './receipts-ignored.ts'
import { beginReceipt } from './receipts-sent.ts'

function storeWithMails(count: number) {
  const store = openTempStore()
  const accountId = store.write((db) => addAccount(db))
  const ids = store.write((db) => {
    const folderId = addFolder(db, accountId, 'INBOX', 'inbox')
    return insertHeaders(
      db,
      folderId,
      Array.from({ length: count }, (_, index) => headerRow(index + 1)),
    )
  })
  const receipts = [{ header: 'disposition-notification-to', address: 'a@b.example' }]
  const askingOnes = ids.slice(0, -1)
  store.write((db) => {
    for (const id of ids) {
      saveIngested(
        db,
        id,
        ingestedMessage({ analysis: { receipts: askingOnes.includes(id) ? receipts : [] } }),
      )
    }
  })
  return { store, accountId, ids }
}

test('only requests that nobody answered from here are left alone, each once', () => {
  const { store, accountId, ids } = storeWithMails(3)
  const [first, answered] = ids
  if (first === undefined || answered === undefined) throw new Error('no mail')
  store.write((db) => beginReceipt(db, answered))
  expect(store.write((db) => ignoreReceipts(db, ids))).toEqual([accountId])
  expect(listIgnored(store.read, accountId)).toEqual([{ messageId: first, state: 'waiting' }])
  expect(store.write((db) => ignoreReceipts(db, ids))).toEqual([])
})

test('a mark is from here only once the server was asked, and then whatever else is said', () => {
  const { store, accountId, ids } = storeWithMails(2)
  const [first] = ids
  if (first === undefined) throw new Error('no mail')
  store.write((db) => ignoreReceipts(db, ids))
  expect(isIgnoredHere(store.read, first)).toBe(false)
  store.write((db) => saveIgnored(db, first, 'ours'))
  store.write((db) => leaveToOthers(db, first))
  expect(isIgnoredHere(store.read, first)).toBe(true)
  expect(listIgnored(store.read, accountId)).toEqual([{ messageId: first, state: 'ours' }])
  store.write((db) => saveIgnored(db, first, 'marked'))
  expect(listIgnored(store.read, accountId)).toEqual([])
  expect(isIgnoredHere(store.read, first)).toBe(true)
})
