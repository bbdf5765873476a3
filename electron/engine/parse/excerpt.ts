import { findWords } from '../../../shared/find-words.ts'
import type { SearchWord } from '../../../shared/models/search.ts'
import { tidyLine } from './clean-text.ts'

/** What stands before the word, and how long the whole is, in UTF-16 code units. */
const BEFORE = 24
const LENGTH = 220

/** A line of `text` around the first of the words, or null when it says none of them. */
export function makeExcerpt(text: string, words: readonly SearchWord[]): string | null {
  const [first] = findWords(text, words, 1)
  if (first === undefined) return null
  const from = first.start <= BEFORE ? 0 : text.indexOf(' ', first.start - BEFORE)
  const start = from < 0 || from > first.start ? first.start : from
  const line = tidyLine(text.slice(start, start + LENGTH).toWellFormed())
  return start === 0 ? line : `… ${line}`
}
