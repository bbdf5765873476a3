import { expect, test } from 'vitest'
import { pairsToFind, splitToPairs } from './cjk-pairs.ts'

test.each([
  ['東京都', ' 東京 京都 都 '],
  ['iPhone15を購入した', 'iPhone15 を購 購入 入し した た '],
  ['서울에서 만나요', ' 서울 울에 에서 서   만나 나요 요 '],
  ['都', ' 都 '],
  ['Figs and plums', 'Figs and plums'],
])('%s is indexed as "%s"', (text, split) => {
  expect(splitToPairs(text)).toBe(split)
})

test.each([
  ['東京都', ['東京', '京都'], false],
  ['都', ['都'], true],
  ['ver2版', ['ver2', '版'], true],
  ['東京tower', ['東京', '京', 'tower'], false],
  ['figs', ['figs'], false],
])('%s is looked for as %j', (word, tokens, endsOpen) => {
  expect(pairsToFind(word)).toEqual({ tokens, endsOpen })
})

test('within a phrase the last letter stands for itself, as it does in the index', () => {
  expect(pairsToFind('回議', true).tokens).toEqual(['回議', '議'])
})
