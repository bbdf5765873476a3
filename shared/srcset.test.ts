import { expect, test } from 'vitest'
import { shownVersion, splitSrcset, versionsOf } from './srcset.ts'

test.each([
  ['a.png 1x, b.png 2x', ['a.png 1', 'b.png 2']],
  ['a.png', ['a.png 1']],
  [' a.png , b.png 2x', ['a.png 1', 'b.png 2']],
  ['a.png,b.png 2x', ['a.png,b.png 2']],
  ['a.png, ,, b.png', ['a.png 1', 'b.png 1']],
  ['data:image/png;base64,AA 1x, b.png 640w', ['data:image/png;base64,AA 1', 'b.png 640']],
  ['a.png (x, y), b.png', ['a.png 1', 'b.png 1']],
  ['a.png 1.5x,b.png -2x', ['a.png 1.5', 'b.png 1']],
  ['', []],
  [',', []],
])('srcset %j', (value, found) => {
  expect(splitSrcset(value).map(({ address, size }) => `${address} ${size}`)).toEqual(found)
})

test('what every mail program shows comes first, then the largest', () => {
  expect(versionsOf('a.png', 'b.png 1x, c.png 3x, d.png 2x')).toEqual(['a.png', 'c.png', 'd.png', 'b.png'])
  expect(versionsOf(null, 'b.png 320w, c.png 1280w')).toEqual(['c.png', 'b.png'])
  expect(versionsOf(null, '')).toEqual([])
})

test.each([
  [['https://h.example/a.png', 'https://h.example/b.png'], 'https://h.example/a.png'],
  [['a.png', 'https://h.example/a.svg', '//h.example/b.png'], '//h.example/b.png'],
  [['a.png', 'cid:x', 'https://h.example/b.png'], 'cid:x'],
  [['ftp://h.example/a.png', 'a.svg'], 'ftp://h.example/a.png'],
  [[], undefined],
])('of %j the first that can be a picture is shown', (versions, shown) => {
  expect(shownVersion(versions, null)).toBe(shown)
})

test('a relative address is one where the mail says what it is relative to', () => {
  expect(shownVersion(['a.png', '//h.example/b.png'], new URL('https://h.example/'))).toBe('a.png')
})
