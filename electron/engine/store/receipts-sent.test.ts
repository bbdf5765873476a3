import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { insertHeaders } from './placements.ts'
import {
  beginReceipt,
  forgetReceipt,
  listUnmarked,
  readReceiptState,
  saveReceiptState,
} from './receipts-sent.ts'

function storeWithMail() {
  const store = openTempStore()
  const accountId = store.write((db) => addAccount(db))
  const folderId = store.write((db) => addFolder(db, accountId, 'INBOX', 'inbox'))
  const [messageId] = store.write((db) => insertHeaders(db, folderId, [headerRow(1)]))
  if (messageId === undefined) throw new MailError('internal')
  return { store, accountId, messageId }
}

test('a receipt is begun once, whatever became of it', () => {
  const { store, messageId } = storeWithMail()
  expect(readReceiptState(store.read, messageId)).toBeUndefined()
  expect(store.write((db) => beginReceipt(db, messageId))).toBe(true)
  expect(store.write((db) => beginReceipt(db, messageId))).toBe(false)
  store.write((db) => saveReceiptState(db, messageId, 'sent'))
  store.write((db) => forgetReceipt(db, messageId))
  expect(store.write((db) => beginReceipt(db, messageId))).toBe(false)
  expect(readReceiptState(store.read, messageId)).toBe('sent')
})

test('one that certainly was not sent may be tried again', () => {
  const { store, messageId } = storeWithMail()
  store.write((db) => beginReceipt(db, messageId))
  store.write((db) => forgetReceipt(db, messageId))
  expect(store.write((db) => beginReceipt(db, messageId))).toBe(true)
})

test('what is sent waits for its mark on the server, and what may be sent does not', () => {
  const { store, accountId, messageId } = storeWithMail()
  store.write((db) => beginReceipt(db, messageId))
  expect(listUnmarked(store.read, accountId)).toEqual([])
  store.write((db) => saveReceiptState(db, messageId, 'sent'))
  expect(listUnmarked(store.read, accountId)).toEqual([messageId])
  store.write((db) => saveReceiptState(db, messageId, 'marked'))
  expect(listUnmarked(store.read, accountId)).toEqual([])
})
