import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { addressFinder, inflate } from './carries-address.ts'

const find = addressFinder(['Reader.One+news@Example.ORG'])
const PLAIN = 'reader.one@example.org'
const at = (text: string): string => `https://h.example/${text}`
const base64 = (text: string): string => Buffer.from(text).toString('base64')

test.each([
  PLAIN,
  'Reader.One@Example.org',
  'reader.one+news@example.org',
  'reader.one%40example.org',
  'reader.one%2540example.org',
  encodeURIComponent('reader.one+news@example.org'),
  base64(PLAIN),
  base64(`x${PLAIN}y`),
  base64(`{"to":"${PLAIN}","n":1}`),
  Buffer.from(`??>${PLAIN}?`).toString('base64url'),
  Buffer.from(PLAIN).toString('hex'),
  Buffer.from(PLAIN).toString('hex').toUpperCase(),
  [...PLAIN].reverse().join(''),
  'bounce-reader.one=example.org',
  deflateSync(`h=1&i=2&r=${PLAIN}&l=open`).toString('base64url'),
])('readable: %s', (text) => {
  expect(find(at(text))).toBe('readable')
})

test.each(['md5', 'sha1', 'sha256'])('%s of the address, with and without its tag', (algorithm) => {
  for (const address of [PLAIN, 'reader.one+news@example.org']) {
    const digest = createHash(algorithm).update(address)
    expect(find(at(digest.copy().digest('hex')))).toBe('digest')
    expect(find(at(digest.copy().digest('hex').toUpperCase()))).toBe('digest')
    expect(find(at(digest.digest('base64url')))).toBe('digest')
  }
})

test.each([
  'example.org',
  'reader.one',
  'other@example.org',
  base64('other@example.org'),
  createHash('md5').update('other@example.org').digest('hex'),
  '%',
  '%zz%40',
])('somebody else, or nobody: %s', (text) => {
  expect(find(at(text))).toBeNull()
})

test('every identity of an account is looked for', () => {
  const any = addressFinder(['one@example.org', 'two@example.net', 'Drei@Example.com'])
  const traces = ['one@example.org', base64('xx two@example.net'), 'moc.elpmaxe@ierd', 'four@example.org']
  expect(traces.map((text) => any(at(text)))).toEqual(['readable', 'readable', 'readable', null])
})

test('without an address nothing is looked for', () => {
  expect(addressFinder([])(at(PLAIN))).toBeNull()
  expect(addressFinder(['', '@', 'a b@c'])(at('@'))).toBeNull()
})

test('a compressed bomb is left alone', () => {
  expect(inflate(deflateSync(Buffer.alloc(10_000_000)).toString('base64url'))).toBe('')
  expect(inflate('eJnonsense')).toBe('')
})
