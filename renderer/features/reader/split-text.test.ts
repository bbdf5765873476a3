import { expect, test } from 'vitest'
import { splitText } from './split-text.ts'

const linksOf = (text: string) =>
  splitText(text).flatMap((block) =>
    block.pieces.flatMap((piece) => (piece.kind === 'link' ? [piece.url] : [])),
  )

test('quoted lines stand together by how often they are quoted', () => {
  const blocks = splitText('New\n> one\n> two\n>> deeper\n> > also deeper\nEnd')
  expect(blocks.map(({ depth, pieces }) => [depth, pieces.map((piece) => piece.text).join('')])).toEqual([
    [0, 'New'],
    [1, 'one\ntwo'],
    [2, 'deeper\nalso deeper'],
    [0, 'End'],
  ])
})

test('a link ends before the punctuation of its sentence', () => {
  expect(linksOf('See https://a.test/x. And (https://b.test/y), "https://c.test/z"!')).toEqual([
    'https://a.test/x',
    'https://b.test/y',
    'https://c.test/z',
  ])
  expect(linksOf('اقرأ https://a.test/x، ثم https://b.test/y؟')).toEqual([
    'https://a.test/x',
    'https://b.test/y',
  ])
})

test('a link keeps the brackets that it opened itself', () => {
  expect(linksOf('https://a.test/Fig_(fruit) (see https://a.test/Fig_(tree))')).toEqual([
    'https://a.test/Fig_(fruit)',
    'https://a.test/Fig_(tree)',
  ])
})

test('www addresses open over an encrypted connection', () => {
  expect(linksOf('www.example.org/a')).toEqual(['https://www.example.org/a'])
  expect(linksOf('www.example.org./a')).toEqual(['https://www.example.org/a'])
})

test('only web addresses become links', () => {
  expect(linksOf('javascript:alert(1) file:///etc/passwd data:text/html,x ftp://a.test')).toEqual([])
})

test('every character of the mail is still there', () => {
  const text = 'a https://x.test/ b\nwww.y.test\n\n  indented  c'
  expect(
    splitText(text)
      .flatMap((block) => block.pieces.map((piece) => piece.text))
      .join(''),
  ).toBe(text)
})

test('text made to be slow is not', () => {
  // Work that grows faster than the text would not end in the test's time.
  for (const text of [
    `https://${'('.repeat(500_000)}`,
    `https://a${'(a'.repeat(500_000)}`,
    '>'.repeat(1_000_000),
    'https://a.test/.........,,,,,'.repeat(50_000),
    `www.${'.'.repeat(1_000_000)}`,
  ]) {
    expect(splitText(text)).not.toEqual([])
  }
})

test('more links than anyone follows stay text', () => {
  expect(linksOf('https://a.test/ '.repeat(10_000)).length).toBe(2_000)
})
