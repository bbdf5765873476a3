import { expect, test } from 'vitest'
import { remoteUrl } from './remote-url.ts'

test.each([
  ['https://h.example/a', 'https://h.example/a'],
  ['HTTP://H.EXAMPLE', 'http://h.example/'],
  ['//h.example/a', 'https://h.example/a'],
  ['\\\\h.example\\share', 'https://h.example/share'],
  ['/\\h.example', 'https://h.example/'],
  ['https:h.example', 'https://h.example/'],
  [' \n\u0001https://h.example', 'https://h.example/'],
  ['ht\ntps://h.exa\tmple', 'https://h.example/'],
  ['ftp://h.example/a', 'ftp://h.example/a'],
  ['ws://h.example/a', 'ws://h.example/a'],
  ['file://server/share/a', 'file://server/share/a'],
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['https://H.example./a', 'https://h.example/a'],
  ['https://h.example。:8443/a', 'https://h.example:8443/a'],
])('%j leaves the machine', (raw, href) => {
  expect(remoteUrl(raw)?.href).toBe(href)
})

test.each([
  'a.png',
  '\u00a0https://h.example',
  '/a.png',
  '#a',
  'cid:a@b',
  'data:image/png,',
  'mailto:a@b',
  'javascript:1',
  'about:blank',
  '',
  'file:///etc/passwd',
  'https://',
  'blob:https://h/1',
  `https://h/${'a'.repeat(70_000)}`,
])('%j does not', (raw) => {
  expect(remoteUrl(raw)).toBeNull()
})

test('white space is stripped as the URL standard does it, wherever it stands', () => {
  expect(remoteUrl(' https://h.example/a b \t\n')?.href).toBe('https://h.example/a%20b')
  expect(remoteUrl('//h.example/\0 ')?.href).toBe('https://h.example/')
  expect(remoteUrl('file:// ')).toBeNull()
  expect(remoteUrl(' # ', new URL('https://h.example/'))).toBeNull()
  expect(remoteUrl(' \n ', new URL('https://h.example/'))).toBeNull()
})

test('ends on addresses that are mostly blanks', () => {
  for (let i = 0; i < 20; i++) remoteUrl(`https://h.example/${' '.repeat(60_000)}x `)
})

test('a remote base makes relative addresses remote', () => {
  const base = new URL('https://h.example/mail/')
  expect(remoteUrl('o.gif?u=1', base)?.href).toBe('https://h.example/mail/o.gif?u=1')
  expect(remoteUrl('https:o.gif', base)?.href).toBe('https://h.example/mail/o.gif')
  expect(remoteUrl('//other.example', base)?.href).toBe('https://other.example/')
  expect(remoteUrl('http://other.example', base)?.href).toBe('http://other.example/')
  expect(remoteUrl('cid:a@b', base)).toBeNull()
  expect(remoteUrl('#a', base)).toBeNull()
})
