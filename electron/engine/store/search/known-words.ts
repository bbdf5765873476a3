import { plainly } from '../../../../shared/fold-for-search.ts'
import type { ReadableDatabase } from '../database.ts'
import { sql } from '../sql.ts'
import { parseQuery, type SearchQuery } from './parse-query.ts'

/** Mails whose senders and subjects are read for words. */
const LATEST_MAILS = 1_000
/** Each is looked for like a word of its own. */
const MOST_WORDS = 8

/** `parseQuery`, where the first letter or two of a word also stand for words that the latest mails begin with them. */
export function readQuery(db: ReadableDatabase, text: string): SearchQuery | null {
  return parseQuery(text, (letters) => wordsBeginning(db, letters))
}

/**
 * The most frequent words that begin so, in what lists show of the latest mails. Half the dictionary begins with these
 * letters: to ask the index for all of it takes seconds.
 */
function wordsBeginning(db: ReadableDatabase, letters: string): string[] {
  const counts = new Map<string, number>()
  const latest = db.all(sql<{ text: string }>`
    SELECT subject || ' ' || from_name || ' ' || from_address AS text FROM messages
    WHERE search_row IS NOT NULL ORDER BY search_row DESC LIMIT ${LATEST_MAILS}`)
  for (const { text } of latest) {
    for (const [word] of plainly(text).matchAll(/[\p{L}\p{N}]+/gu)) {
      if (word.startsWith(letters) && word !== letters) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WORDS)
    .map(([word]) => word)
}
