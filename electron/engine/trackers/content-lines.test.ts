import { expect, test } from 'vitest'
import { readContentLines, unescapeText } from './content-lines.ts'

const lines = (text: string) =>
  readContentLines(text).map(({ name, params, value }) => [name, Object.fromEntries(params), value])

test.each([
  ['a plain one', 'URL:https://a.example/x:y', ['url', {}, 'https://a.example/x:y']],
  ['a small one with a group', 'item1.photo:x', ['photo', {}, 'x']],
  ['parameters', 'ATTACH;FMTTYPE=a/b;VALUE=URI:x', ['attach', { fmttype: 'a/b', value: 'URI' }, 'x']],
  ['a colon in quotes', 'X;ALTREP="https://a.example/;b":y', ['x', { altrep: 'https://a.example/;b' }, 'y']],
  ['a quote that never ends', 'X;A="b:y', ['x', { a: 'b' }, 'y']],
  ['a type alone (vCard 2.1)', 'PHOTO;URL:x', ['photo', { url: '' }, 'x']],
  ['a folded line', 'URL:https://a.exa\n mple/\n\tx', ['url', {}, 'https://a.example/x']],
  [
    'quoted-printable',
    'PHOTO;ENCODING=QUOTED-PRINTABLE:a=3D=\nb=\nc',
    ['photo', { encoding: 'QUOTED-PRINTABLE' }, 'a=bc'],
  ],
])('%s', (_, text, line) => {
  expect(lines(text)).toEqual([line])
})

test.each([['no colon'], [':value alone'], ['two words:x'], ['']])('%j is no property', (text) => {
  expect(lines(text)).toEqual([])
})

test('text reads as it was meant', () => {
  expect(unescapeText('a\\, b\\; c\\\\d\\ne\\Nf https\\://x\\')).toBe('a, b; c\\d\ne\nf https://x\\')
})
