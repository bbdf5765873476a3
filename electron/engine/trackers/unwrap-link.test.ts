import { expect, test } from 'vitest'
import { unwrapLink } from './unwrap-link.ts'

const unwrap = (url: string) => unwrapLink(new URL(url))
const safelink = (url: string): string =>
  `https://abc01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=1`

test('redirectors inside redirectors are unwrapped, and what is left is cleaned', () => {
  expect(
    unwrap(safelink('https://www.google.com/url?q=https://shop.example/a?utm_source=x%26id=7')),
  ).toMatchObject({
    target: 'https://shop.example/a?id=7',
    redirector: 'Microsoft Safe Links',
    removed: ['utm_source'],
  })
})

test('no deeper than five', () => {
  let url = 'https://shop.example/'
  for (let i = 0; i < 7; i++) url = safelink(url)
  expect(unwrap(url).target).toContain('safelinks')
})

test('one that hides its target is named and left as it is', () => {
  const inner = 'https://x.us1.list-manage.com/track/click?u=1&id=2&e=3'
  expect(unwrap(inner)).toMatchObject({ target: inner, redirector: 'Mailchimp', removed: [] })
  expect(unwrap(safelink(inner))).toMatchObject({ target: inner, redirector: 'Mailchimp' })
})

test.each([
  ['https://shop.example/a?utm_source=n&utm_medium=e&id=7#top', 'https://shop.example/a?id=7#top'],
  ['https://shop.example/a?UTM_Source=n', 'https://shop.example/a'],
  ['https://shop.example/a?id=7&mc_eid=0a1b2c', 'https://shop.example/a?id=7'],
  ['https://www.amazon.co.uk/dp/B0?pd_rd_w=x&th=1', 'https://www.amazon.co.uk/dp/B0?th=1'],
  ['https://www.youtube.com/watch?v=abc&si=xyz', 'https://www.youtube.com/watch?v=abc'],
])('cleaned: %s', (url, target) => {
  expect(unwrap(url).target).toBe(target)
})

test.each([
  'https://shop.example/a?id=7&q=%C3%A9+a',
  'https://shop.example/unsubscribe?u=1&utm_source=n',
  'https://shop.example/auth/magic?utm_source=n&x=1',
  'https://pay.example/checkout?mc_eid=1',
  'https://shop.example/a?token=abc&utm_source=n',
  'https://shop.example/a?si=1',
  'https://amazon.evil.example/a?pd_rd_w=x',
  'https://shop.example/a?ref=7',
])('kept as it is: %s', (url) => {
  expect(unwrap(url)).toMatchObject({ url, target: url, redirector: null, opaque: false, removed: [] })
})
