import { plainly } from './fold-for-search.ts'
import type { SearchWord } from './models/search.ts'

/** Half-open, in UTF-16 code units. */
export interface Span {
  start: number
  end: number
}

const aWord = /[\p{L}\p{M}\p{N}\p{Co}\p{Cf}]+/gu
const withoutBlanks = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Where `text` says one of the words that search found it by, at most `most` times. */
export function findWords(text: string, words: readonly SearchWord[], most: number): Span[] {
  const spans: Span[] = []
  if (words.length === 0) return spans
  for (const { 0: token, index } of text.matchAll(aWord)) {
    if (spans.length >= most) break
    const plain = plainly(token)
    for (const { text: word, begins } of words) {
      const at = withoutBlanks.test(word) ? plain.indexOf(word) : -1
      if (at >= 0 && plain.length === token.length) {
        spans.push({ start: index + at, end: index + at + word.length })
      } else if (at >= 0 || plain === word || (begins && plain.startsWith(word))) {
        spans.push({ start: index, end: index + token.length })
      } else continue
      break
    }
  }
  return spans
}
