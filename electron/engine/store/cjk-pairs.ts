/** Scripts that write no blanks between words, or glue endings to them. */
const run = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]+/gu

/** A look that costs a tenth of asking each letter for its script, over more than those scripts. */
const mayHold = /[\u1100-\u11ff\u3005-\ud7ff\ud840-\udbff\uf900-\ufaff]/

function lettersOf(text: string): string[] {
  return [...text]
}

function pairsOf(letters: readonly string[]): string[] {
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
}

/**
 * Chinese, Japanese and Korean text cut into overlapping pairs, since nothing tells where a word ends: 東京都 is
 * indexed as 東京, 京都 and 都. Trigrams would never find the words of two letters that most words are.
 */
export function splitToPairs(text: string): string {
  if (!mayHold.test(text)) return text
  return text.replace(run, (found) => {
    const letters = lettersOf(found)
    return ` ${[...pairsOf(letters), letters.at(-1)].join(' ')} `
  })
}

/**
 * A word to look for as the tokens that `splitToPairs` makes of it, next to one another.
 *
 * @param goesOn another word of a phrase follows: only then the last letter stands for itself, as it does in the index.
 */
export function pairsToFind(word: string, goesOn = false): { tokens: string[]; endsOpen: boolean } {
  const tokens: string[] = []
  let endsOpen = false
  let end = 0
  const addRest = (text: string) => {
    if (text !== '') tokens.push(text)
    endsOpen = false
  }
  for (const found of word.matchAll(run)) {
    if (found.index > end) addRest(word.slice(end, found.index))
    const letters = lettersOf(found[0])
    end = found.index + found[0].length
    const isLast = end === word.length && !goesOn
    tokens.push(...pairsOf(letters), ...(letters.length > 1 && isLast ? [] : letters.slice(-1)))
    // One letter begins the pairs of all words that it is in.
    endsOpen = letters.length === 1
  }
  if (end < word.length) addRest(word.slice(end))
  return { tokens, endsOpen }
}
