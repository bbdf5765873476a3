import { expect, test } from 'vitest'
import { findWords } from './find-words.ts'

const found = (text: string, ...words: string[]) =>
  findWords(
    text,
    words.map((word) => ({ text: word.replace('*', ''), begins: word.endsWith('*') })),
    100,
  ).map(({ start, end }) => text.slice(start, end))

test.each([
  ['Figs and dried figs', ['figs'], ['Figs', 'figs']],
  ['figment of figs', ['fig*'], ['figment', 'figs']],
  ['figment of figs', ['fig'], []],
  ['Ein Café bei Müller', ['cafe', 'muller'], ['Café', 'Müller']],
  ['Łódź, Straße', ['lodz', 'strasse'], ['Łódź', 'Straße']],
  ['عُرُوضٌ إلى نهاية', ['عروض', 'الي'], ['عُرُوضٌ', 'إلى']],
  ['東京都の天気', ['京都', '天気'], ['京都']],
  ['mona@shop.example', ['shop'], ['shop']],
  ['nothing', [], []],
])('%s, looked through for %j', (text, words, spans) => {
  expect(found(text, ...words)).toEqual(spans)
})

test('no more are found than were asked for', () => {
  expect(findWords('fig '.repeat(1_000), [{ text: 'fig', begins: false }], 7)).toHaveLength(7)
})
