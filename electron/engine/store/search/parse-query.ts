import { foldForSearch, plainly } from '../../../../shared/fold-for-search.ts'
import type { SearchWord } from '../../../../shared/models/search.ts'
import { pairsToFind } from '../cjk-pairs.ts'
import { beginsTrait, type Operator, operatorOf, type Trait, traitOf } from './operators.ts'
import { readDay, readSize } from './read-bounds.ts'

/** 1 and 0: it must or must not be so. null: either. */
export type Wanted = 0 | 1 | null

export interface SaidTerm {
  key: 'text' | 'from' | 'to' | 'subject'
  value: string
  not: boolean
}

/** What a mail must be like. */
export interface SearchQuery {
  /** FTS5 expressions; null: any. */
  match: string | null
  /** What no word of it may match; part of `match` when there is one. */
  exclude: string | null
  /** The words and phrases as they were typed, for whoever is asked besides the index. */
  said: SaidTerm[]
  /** What to mark in the mails that are found. */
  words: SearchWord[]
  unread: Wanted
  flagged: Wanted
  attachments: Wanted
  receipts: Wanted
  /** Both ends included: -1 not judged yet, 0 nothing reports, 1 something could, 2 trackers. */
  exposure: { from: number; to: number }
  /** Received in this span of Unix time in ms, `before` left out. */
  after: number
  before: number
  /** Bytes, both ends included. */
  atLeast: number
  atMost: number
  /** As they were typed, folded. */
  trackers: string[]
  noTrackers: string[]
  folders: string[]
  noFolders: string[]
}

/** More words than anybody means; each costs time. */
const MOST_TERMS = 32
/** Shorter beginnings stand for half the dictionary, and for some words that are known. */
const SHORTEST_PREFIX = 3

const anyMail: Readonly<Omit<SearchQuery, 'match' | 'exclude'>> = {
  said: [],
  words: [],
  unread: null,
  flagged: null,
  attachments: null,
  receipts: null,
  exposure: { from: -1, to: 2 },
  after: Number.MIN_SAFE_INTEGER,
  before: Number.MAX_SAFE_INTEGER,
  atLeast: 0,
  atMost: Number.MAX_SAFE_INTEGER,
  trackers: [],
  noTrackers: [],
  folders: [],
  noFolders: [],
}

interface Term {
  not: boolean
  /** Before the colon, as typed; undefined for a plain word or phrase. */
  name: string | undefined
  value: string
  /** The end of the text: somebody may still be typing it. */
  last: boolean
}

/** Words that begin with these letters, folded. */
export type KnownWords = (letters: string) => string[]

/**
 * Reads what people type: words, "phrases", -without and operator:value. Never fails: what is no operator, or
 * has a value that it can't have, is words to look for.
 *
 * @returns null when no mail can be like that (`is:read is:unread`).
 */
export function parseQuery(text: string, knownWords: KnownWords = () => []): SearchQuery | null {
  const query = structuredClone(anyMail) as SearchQuery
  const wanted: string[] = []
  const unwanted: string[] = []
  let possible = true
  for (const term of termsOf(foldForSearch(text)).slice(0, MOST_TERMS)) {
    const operator = term.name === undefined ? undefined : operatorOf(term.name)
    // Its value is still to come.
    if (operator !== undefined ? term.value === '' : isOperatorAlone(term)) continue
    const column = operator && columns.get(operator)
    if (operator !== undefined && column === undefined) {
      const applied = apply(query, operator, term)
      if (applied === 'contradiction') possible = false
      if (applied !== 'not a value') continue
    }
    const isText = column !== undefined || term.name === undefined
    const phrase = phraseOf(isText ? term.value : `${term.name}:${term.value}`, term, knownWords)
    if (phrase === null) continue
    ;(term.not ? unwanted : wanted).push(column ? `${column} : ${phrase.match}` : phrase.match)
    if (!term.not) query.words.push(...wordsToMark(term, phrase.isBeginning))
  }
  if (!possible || query.exposure.from > query.exposure.to) return null
  query.said = termsOf(text).slice(0, MOST_TERMS).flatMap(saidBy)
  const exclude = unwanted.join(' OR ')
  // FTS5 leaves out what it need not look for on its own.
  if (wanted.length === 0) return { ...query, match: null, exclude: exclude || null }
  return { ...query, match: wanted.join(' AND ') + (exclude && ` NOT (${exclude})`), exclude: null }
}

/** A dash, a name and a colon, a value in quotes that may still be open, or up to the next blank. */
const termPattern = /(-?)(?:([\p{L}_]+):(?!\s|$))?(?:["“”„«»]([^"“”„«»]*)(["“”„«»]?)|(\S+))/gu

function termsOf(typed: string): Term[] {
  const text = typed.replace(blankAfterColon, (all, name: string) =>
    operatorOf(name) === undefined ? all : `${name}:`,
  )
  return [...text.matchAll(termPattern)].map((found): Term => {
    const [all, dash, name, quoted, closing, bare = ''] = found
    return {
      not: dash === '-',
      name,
      value: quoted ?? bare,
      last: found.index + all.length === text.length && !closing,
    }
  })
}

/** As in "from: mona"; what follows is no other operator. */
const blankAfterColon = /(?<=^|[\s-])([\p{L}_]+):\s+(?=\S)(?!-?[\p{L}_]+:)/gu

function saidBy(term: Term): SaidTerm[] {
  const { name, value, not } = term
  if (value === '' || isOperatorAlone(term)) return []
  const operator = name === undefined ? undefined : operatorOf(name)
  if (operator === 'from' || operator === 'to' || operator === 'subject')
    return [{ key: operator, value, not }]
  return operator === undefined
    ? [{ key: 'text', value: name === undefined ? value : `${name}:${value}`, not }]
    : []
}

/** As SQLite's unicode61 cuts text. */
const aWord = /[\p{L}\p{M}\p{N}\p{Co}]+/gu
/** Marks alone are none to it: the half of an emoji that says "in colour" is one. */
const wordsOf = (text: string): string[] => (text.match(aWord) ?? []).filter((word) => /[^\p{M}]/u.test(word))

interface Phrase {
  /** FTS5 strings, in which nothing is syntax. */
  match: string
  /** Whether it stands for words that begin so. */
  isBeginning: boolean
}

/** null when there is no letter or digit to look for. */
function phraseOf(text: string, { last, not }: Term, knownWords: KnownWords): Phrase | null {
  const words = wordsOf(text).map((word, at, all) => pairsToFind(word, at < all.length - 1))
  const tokens = words.flatMap((word) => word.tokens)
  const end = tokens.at(-1)
  if (end === undefined) return null
  const isOpen = words.at(-1)?.endsOpen === true
  const isShort = [...end].length < SHORTEST_PREFIX
  const known = last && isShort && !isOpen && !not ? knownWords(plainly(end)) : []
  if (known.length > 0) {
    const phrases = [end, ...known].map((word) => `"${[...tokens.slice(0, -1), word].join(' ')}"`)
    return { match: `(${phrases.join(' OR ')})`, isBeginning: true }
  }
  const isBeginning = isOpen || (last && !isShort)
  return { match: `"${tokens.join(' ')}"${isBeginning ? '*' : ''}`, isBeginning }
}

function wordsToMark({ value }: Term, isBeginning: boolean): SearchWord[] {
  const words = wordsOf(value)
  return words.map((word, at) => ({ text: plainly(word), begins: isBeginning && at === words.length - 1 }))
}

const columns: ReadonlyMap<Operator, string> = new Map([
  ['from', 'sender'],
  ['to', 'recipients'],
  ['subject', 'subject'],
])

function isOperatorAlone({ name, value }: Term): boolean {
  return name === undefined && value.endsWith(':') && operatorOf(value.slice(0, -1)) !== undefined
}

type Applied = 'applied' | 'contradiction' | 'not a value'

function apply(query: SearchQuery, operator: Operator, { value, not, last }: Term): Applied {
  switch (operator) {
    case 'has':
    case 'is': {
      const trait = traitOf(operator, value)
      if (trait !== undefined) return applyTrait(query, trait, not)
      // Who is about to write has:attachment does not look for the word "att".
      return last && beginsTrait(operator, value) ? 'applied' : 'not a value'
    }
    case 'tracker':
      ;(not ? query.noTrackers : query.trackers).push(value)
      return 'applied'
    case 'in':
      ;(not ? query.noFolders : query.folders).push(value)
      return 'applied'
    case 'before':
    case 'after': {
      const day = readDay(value)
      if (day === null) return last && /^\d/.test(value) ? 'applied' : 'not a value'
      if ((operator === 'before') === not) query.after = Math.max(query.after, day)
      else query.before = Math.min(query.before, day)
      return 'applied'
    }
    case 'larger':
    case 'smaller': {
      const bytes = readSize(value)
      if (bytes === null) return last && /^\d/.test(value) ? 'applied' : 'not a value'
      if ((operator === 'larger') === not) query.atMost = Math.min(query.atMost, bytes)
      else query.atLeast = Math.max(query.atLeast, bytes)
      return 'applied'
    }
    default:
      return 'not a value'
  }
}

function applyTrait(query: SearchQuery, trait: Trait, not: boolean): Applied {
  const setTo = (key: 'unread' | 'flagged' | 'attachments' | 'receipts', to: 0 | 1): Applied => {
    if (query[key] !== null && query[key] !== to) return 'contradiction'
    query[key] = to
    return 'applied'
  }
  const within = (from: number, to: number): Applied => {
    query.exposure = { from: Math.max(query.exposure.from, from), to: Math.min(query.exposure.to, to) }
    return 'applied'
  }
  switch (trait) {
    case 'attachment':
      return setTo('attachments', not ? 0 : 1)
    case 'receipt':
      return setTo('receipts', not ? 0 : 1)
    case 'starred':
      return setTo('flagged', not ? 0 : 1)
    case 'unread':
      return setTo('unread', not ? 0 : 1)
    case 'read':
      return setTo('unread', not ? 1 : 0)
    case 'tracker':
      return not ? within(-1, 1) : within(2, 2)
    case 'clean':
      return not ? within(1, 2) : within(0, 0)
  }
}
