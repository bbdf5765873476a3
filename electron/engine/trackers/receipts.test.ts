import { expect, test } from 'vitest'
import { findReceipts } from './receipts.ts'

test('every header that asks for a report counts, with the address that would get it', () => {
  const names = [
    'disposition-notification-to',
    'return-receipt-to',
    'x-confirm-reading-to',
    'read-receipt-to',
    'generate-delivery-report',
  ]
  const receipts = findReceipts(names.map((name) => ({ name, value: 'Spy <spy@sender.example>' })))
  expect(receipts).toEqual(names.map((header) => ({ header, address: 'spy@sender.example' })))
})

test('an address without brackets, or none at all', () => {
  const of = (value: string) => findReceipts([{ name: 'return-receipt-to', value }])[0]?.address
  expect([of(' spy@sender.example '), of(''), of('a'.repeat(5_000))?.length]).toEqual([
    'spy@sender.example',
    '',
    320,
  ])
})

test('other headers ask for nothing, and a thousand requests are kept as twenty', () => {
  expect(findReceipts([{ name: 'reply-to', value: 'a@b' }])).toEqual([])
  expect(
    findReceipts(Array.from({ length: 1_000 }, () => ({ name: 'return-receipt-to', value: 'a@b' }))),
  ).toHaveLength(20)
})
