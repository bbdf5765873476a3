import { expect, test } from 'vitest'
import { hasNumberInQuery, isOpaque, mayIdentify, opaqueFolders, personalToken } from './personal-token.ts'

test.each([
  '0a1b2c3d4e5f6071',
  '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'Zk3VbQ9sLm2Xp7Rt8YcW',
  'eyJlbWFpbF9pZCI6IkVya01NdVVl',
  '5550123998877',
  'PMRGSZBCHI4DKNJVGQ4DQOBMEJXX',
  'xqxt1mauu9yx',
])('made by a machine: %s', (piece) => {
  expect(isOpaque(piece)).toBe(true)
})

test.each([
  'newsletter',
  'summer-sale-2026-final',
  'a-very-long-headline-about-the-sea',
  'PressReleaseArchive',
  'index.html',
  '20260131',
  'ThankYouForYourOrder',
  'logo_white_2x',
  '1200x600',
  '',
  'hello world',
])('made by people: %s', (piece) => {
  expect(isOpaque(piece)).toBe(false)
})

test.each([
  ['?email=a@b.example', 'address'],
  ['?x=a%40b.example', 'address'],
  ['cmVhZGVyLm9uZUBleGFtcGxlLm9yZw', 'address'],
  ['t/eyJhIjoxfQ.eyJ0byI6InJlYWRlci5vbmVAZXhhbXBsZS5vcmcifQ.c2ln/x.gif', 'address'],
  ['7265616465722e6f6e65406578616d706c652e6f7267.gif', 'address'],
  ['?e=cmVhZGVyLm9uZUBleGFtcGxlLm9yZw==', 'address'],
  ['?gAAAAABldutrpY6SdrjLXmLydepqqDeHLg==', 'opaque'],
  ['p/eyJ1IjoxMjM0NSwibSI6Njc4OTB9/1x1.gif', 'opaque'],
  ['rails/eyJfcmFpbHMiOnsibWVzc2FnZSI6IkJBaHBBdz09In19--7d8e9f0a1b2c3d4e/hero.png', 'file'],
  ['eyJidWNrZXQiOiJicmFuZCIsImtleSI6Imhlcm8uanBnIn0=', 'file'],
  ['?empfaenger=3344', 'named'],
  ['?uid=88374611', 'named'],
  ['?RCPT=abc12345', 'named'],
  ['?x_user_id=88374611', 'named'],
  ['?uid=1', null],
  ['?d=Zk3VbQ9sLm2Xp7Rt8YcW', 'named'],
  ['?foo=Zk3VbQ9sLm2Xp7Rt8YcW', 'opaque'],
  ['?Zk3VbQ9sLm2Xp7Rt8YcW', 'opaque'],
  ['?v=5f4dcc3b5aa765d61d8327deb882cf99', 'file'],
  ['?utm_id=Zk3VbQ9sLm2Xp7Rt8YcW', null],
  ['?w=1200&h=600', null],
  ['Zk3VbQ9sLm2Xp7Rt8YcW', 'opaque'],
  ['Zk3VbQ9sLm2Xp7Rt8YcW/open', 'opaque'],
  ['3f2504e0-4f89-11d3-9a0c-0305e82c3301.jpg', 'file'],
  ['fe6b1570746006757114/m/19/sea.gif', 'file'],
  ['archive/88374611', 'id'],
  ['photos/sea.jpg', null],
])('%s: %s', (rest, strength) => {
  expect(personalToken(new URL(`https://h.example/${rest}`))).toBe(strength)
})

test.each(['?id=3f2a', '?m=abc', '88374611', 'ABCDEFGHIJKLMNOP.gif', 'qlwPZYxBz', '1b2-c3d'])(
  'may tell readers apart: %s',
  (rest) => {
    expect(mayIdentify(new URL(`https://h.example/${rest}`))).toBe(true)
  },
)

test.each([
  '',
  'open.php',
  'px.gif',
  'pixel.gif?v=2',
  'a/600x400.gif',
  '2026/sea.gif',
  '?utm_source=mail',
  '?w=600',
  'v2/open',
  '?id=',
])('tells nobody apart: %s', (rest) => {
  expect(mayIdentify(new URL(`https://h.example/${rest}`))).toBe(false)
})

test.each([
  ['?n=88374611', true],
  ['?v=20260101', false],
  ['?20260101', false],
  ['?_=1714989000', false],
  ['?n=5', false],
  ['88374611', false],
])('a number that may be somebody in %s: %s', (rest, expected) => {
  expect(hasNumberInQuery(new URL(`https://h.example/${rest}`))).toBe(expected)
})

test('folders that are opaque are counted', () => {
  expect(opaqueFolders(new URL('https://h.example/0a1b2c3d4e5f6071/x/3f2504e04f8911d39a0c/a.gif'))).toBe(2)
})
