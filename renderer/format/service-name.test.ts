import { expect, test } from 'vitest'
import { shortServiceName } from './service-name.ts'

test.each([
  ['Mailtrack (Mailsuite)', 'Mailtrack'],
  ['X (Twitter)', 'X (Twitter)'],
  ['Litmus Email Analytics', 'Litmus Email Analytics'],
  ['(odd)', '(odd)'],
  ['pixel.shop.test', 'pixel.shop.test'],
])('%s is called %s in the list', (name, short) => {
  expect(shortServiceName(name)).toBe(short)
})
