import { expect, test } from 'vitest'
import { findReceipts } from './receipts.ts'

const ask = (name: string, value: string) => findReceipts([{ name, value }]).map(({ address }) => address)

test.each([
  ['disposition-notification-to'],
  ['x-disposition-notification-to'],
  ['return-receipt-to'],
  ['x-return-receipt-to'],
  ['read-receipt-to'],
  ['x-read-receipt-to'],
  ['receipt-requested-to'],
  ['x-receipt-to'],
  ['x-confirm-reading-to'],
  ['x-confirm-delivery-to'],
  ['x-msmail-return-receipt-to'],
  ['x-chameleon-return-to'],
  ['registered-mail-reply-requested-by'],
])('%s asks for a report to an address, and for none without', (header) => {
  expect(findReceipts([{ name: header, value: 'Spy <spy@sender.example>' }])).toEqual([
    { header, address: 'spy@sender.example' },
  ])
  for (const value of ['', '  ', '<>', 'Spy <>', ', ,']) expect(ask(header, value)).toEqual([])
})

test.each([
  ['generate-delivery-report'],
  ['return-receipt-requested'],
  ['read-receipt-requested'],
  ['x-pmrqc'],
  ['x-receipt-request'],
])('%s asks by being there, unless it says no', (header) => {
  for (const value of ['', '1', 'true', 'yes'])
    expect(findReceipts([{ name: header, value }])).toEqual([{ header, address: '' }])
  expect(ask(header, 'Spy <spy@sender.example>')).toEqual(['spy@sender.example'])
  for (const value of ['0', 'no', ' False ', 'off', 'none', 'never']) expect(ask(header, value)).toEqual([])
})

test.each([
  ['a bare address', ' spy@sender.example ', ['spy@sender.example']],
  [
    'several people',
    'A <a@sender.example>, "B, C" <b@sender.example>',
    ['a@sender.example', 'b@sender.example'],
  ],
  ['several bare ones', 'a@sender.example, b@sender.example', ['a@sender.example', 'b@sender.example']],
  ['a user of the machine', 'postmaster', ['postmaster']],
  ['a bracket that never ends', '<spy@sender.example', ['<spy@sender.example']],
])('%s', (_, value, addresses) => {
  expect(ask('return-receipt-to', value)).toEqual(addresses)
})

test.each([
  ['reply-to'],
  ['return-path'],
  ['errors-to'],
  ['original-recipient'],
  ['original-message-id'],
  ['disposition-notification-options'],
  ['prevent-nondelivery-report'],
  ['x-original-disposition-notification-to'],
  ['conversion'],
  ['list-unsubscribe'],
])('%s asks for nothing', (header) => {
  expect(ask(header, 'a@sender.example')).toEqual([])
})

test('a thousand requests are kept as twenty, and a long one in part', () => {
  const header = { name: 'return-receipt-to', value: 'a@b' }
  expect(findReceipts(Array.from({ length: 1_000 }, () => header))).toHaveLength(20)
  expect(ask('return-receipt-to', 'a@b,'.repeat(1_000))).toHaveLength(20)
  expect(ask('return-receipt-to', 'a'.repeat(50_000))[0]).toHaveLength(320)
})
