import { expect, test } from 'vitest'
import { missingWords } from './missing-words.ts'

/** What it must give, with every word as a string. */
function slowly(shown: string, alternative: string): string {
  const known = new Set(shown.split(/\s+/))
  return [...new Set(alternative.split(/\s+/))]
    .filter((word) => !known.has(word) && !word.includes('://'))
    .join(' ')
}

test('only whole words count, each once, and no addresses', () => {
  expect(missingWords('spring sale', 'spring sales for all for https://click.example/abc')).toBe(
    'sales for all',
  )
  expect(missingWords('', 'a b a')).toBe('a b')
  expect(missingWords('a b', '')).toBe('')
})

test('words are parted by all that regular expressions call white space, and by nothing else', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const between = String.fromCharCode(code)
    const shown = `one${between}two`
    expect(missingWords(shown, 'one two'), code.toString(16)).toBe(slowly(shown, 'one two'))
  }
})

test('gives the same as a set of all words, whatever stands at the ends', () => {
  const words = ['', ' ', '\n\n', 'a', 'b', 'ab', 'ba', 'مدينة', 'a://', '\u00a0', 'aa', 'x'.repeat(40)]
  let seed = 1
  const some = () =>
    Array.from({ length: 12 }, () => {
      seed = (seed * 48271) % 2147483647
      return words[seed % words.length]
    }).join(seed % 2 === 0 ? ' ' : '')
  for (let round = 0; round < 5_000; round++) {
    const [shown, alternative] = [some(), some()]
    expect(missingWords(shown, alternative)).toBe(slowly(shown, alternative))
  }
})

test('ends on words made to have the same number', { timeout: 60_000 }, () => {
  // "Aa" and "BB" are one number, so all of these are.
  const alike = Array.from({ length: 65_536 }, (_, i) =>
    Array.from({ length: 16 }, (_each, bit) => ((i >> bit) & 1 ? 'Aa' : 'BB')).join(''),
  )
  const shown = alike.slice(0, 32_768).join(' ')
  expect(missingWords(shown, alike.join(' ')).split(' ')).toHaveLength(32_768)
})
