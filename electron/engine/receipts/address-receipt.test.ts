import { expect, test } from 'vitest'
import { addressReceipt } from './address-receipt.ts'

const layla = 'layla@example.org'
const own = [layla, 'shopping@example.org']
const people = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }))
const ask = (header: string, address: string) => ({ header, address })
const mail = {
  from: { name: 'Nora', address: 'nora@news.example' },
  to: people('Layla@Example.org'),
  cc: [],
  receipts: [ask('disposition-notification-to', 'receipts@news.example')],
}

test('it goes where the mail asks, from the address that the sender used', () => {
  expect(addressReceipt(mail, layla, own)).toEqual({ from: 'Layla@Example.org', to: 'receipts@news.example' })
})

test('whoever wrote to another address of the reader learns none but that', () => {
  const copied = { ...mail, to: people('list@club.example'), cc: people('shopping@example.org') }
  expect(addressReceipt(copied, layla, own)?.from).toBe('shopping@example.org')
  expect(addressReceipt({ ...mail, to: [] }, layla, own)?.from).toBe(layla)
})

test('the standard header is asked first, and one without an address means the sender', () => {
  const before = ask('return-receipt-to', 'delivery@news.example')
  const both = { ...mail, receipts: [before, ...mail.receipts] }
  expect(addressReceipt(both, layla, own)?.to).toBe('receipts@news.example')
  expect(addressReceipt({ ...mail, receipts: [before] }, layla, own)?.to).toBe('delivery@news.example')
  const nobody = { ...mail, receipts: [ask('x-pmrqc', '')] }
  expect(addressReceipt(nobody, layla, own)?.to).toBe('nora@news.example')
})

test.each([
  ['a user of some machine', [ask('return-receipt-to', 'postmaster')]],
  ['more than one address', [ask('disposition-notification-to', 'a@b.test,c@d.test')]],
  ['an address that is not ASCII', [ask('disposition-notification-to', 'نورا@news.example')]],
  ['nobody', []],
])('%s is not answered', (_, receipts) => {
  expect(addressReceipt({ ...mail, receipts }, layla, own)).toBeNull()
})

test('a request of the reader’s own is not answered', () => {
  const sent = { ...mail, receipts: [ask('disposition-notification-to', 'LAYLA@example.org')] }
  expect(addressReceipt(sent, layla, own)).toBeNull()
})
