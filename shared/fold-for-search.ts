/** Marks that no reader sees and senders put inside words: soft hyphen, zero-width and direction marks. */
const invisible = /[\u034f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g

/** SQLite's unicode61 strips the accents of Latin letters only. */
const otherAlphabets = /[\u0300-\u05ff\u1f00-\u1fff]/
/** Accents, and the points of Hebrew. */
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/g

/**
 * Arabic vowel signs, Quranic marks and the tatweel that only stretches a word. SQLite's unicode61 strips
 * Latin accents by itself but takes these for the end of a word.
 */
const arabicMarks =
  /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g

const arabicLetters = /[\u0622-\u0626\u0629\u0649\u0660-\u0669\u0671-\u0673\u06a9\u06cc\u06f0-\u06f9]/g

/** Spellings that writers of Arabic and Persian use for one another. */
const sameLetter: Readonly<Record<string, string>> = {
  '\u0622': '\u0627', // alef with madda
  '\u0623': '\u0627', // alef with hamza above
  '\u0625': '\u0627', // alef with hamza below
  '\u0671': '\u0627', // alef wasla
  '\u0672': '\u0627',
  '\u0673': '\u0627',
  '\u0624': '\u0648', // waw with hamza
  '\u0626': '\u064a', // ya with hamza
  '\u0649': '\u064a', // alef maqsura
  '\u06cc': '\u064a', // Persian ya
  '\u06a9': '\u0643', // Persian kaf
  '\u0629': '\u0647', // ta marbuta
}

function foldLetter(letter: string): string {
  const code = letter.charCodeAt(0)
  // Arabic-Indic and Persian digits: the last four bits are the digit's value.
  if ((code & 0xfff0) === 0x0660 || (code & 0xfff0) === 0x06f0) return String(code & 0xf)
  return sameLetter[letter] ?? letter
}

/** Latin letters that are no letter with a mark, and that many who write the word have no key for. */
const latinLetters = /[ßẞæÆǽǼœŒøØǿǾłŁđĐðÐþÞħĦŧŦı]/g

const plainLatin: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'ss', æ: 'ae', Æ: 'ae', ǽ: 'ae', Ǽ: 'ae', œ: 'oe', Œ: 'oe', þ: 'th', Þ: 'th' },
  ...{ ø: 'o', Ø: 'o', ǿ: 'o', Ǿ: 'o', ł: 'l', Ł: 'l', đ: 'd', Đ: 'd', ð: 'd', Ð: 'd' },
  ...{ ħ: 'h', Ħ: 'h', ŧ: 't', Ŧ: 't', ı: 'i' },
}

function withoutAccents(text: string): string {
  return otherAlphabets.test(text) ? text.normalize('NFD').replace(accents, '').normalize('NFC') : text
}

/**
 * Text as it is indexed, and as a query must be folded before it is matched: spellings of one word become
 * one. Case and Latin accents are left to SQLite's unicode61.
 */
export function foldForSearch(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII, the most of all mail, has nothing to fold
  if (/^[\x00-\x7f]*$/.test(text)) return text
  return withoutAccents(text.normalize('NFKC'))
    .replace(invisible, '')
    .replace(arabicMarks, '')
    .replace(arabicLetters, foldLetter)
    .replace(latinLetters, (letter) => plainLatin[letter] ?? letter)
}

/** Case and accents left aside too: what two words are compared by, as SQLite's unicode61 does. */
export function plainly(text: string): string {
  return foldForSearch(text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')).toLowerCase()
}
