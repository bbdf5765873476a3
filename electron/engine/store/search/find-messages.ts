import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor, MessageId, MessageRow } from '../../../../shared/models/message.ts'
import type { SearchWord } from '../../../../shared/models/search.ts'
import { listAccounts } from '../accounts.ts'
import type { ReadableDatabase } from '../database.ts'
import { type ListedMessage, toMessageRow } from '../messages.ts'
import { sql } from '../sql.ts'
import { rankAmong } from './by-words.ts'
import { type Candidates, chooseCandidates, newest } from './candidates.ts'
import { type Named, resolveNames, thatFit } from './fits.ts'
import { readQuery } from './known-words.ts'
import type { SearchQuery } from './parse-query.ts'

export interface SearchPage {
  rows: MessageRow[]
  next: MessageCursor | null
  /** What to mark in them. */
  words: SearchWord[]
}

export interface SearchAsked {
  accountId: AccountId | null
  folderId: FolderId | null
  query: string
  /** Mails that servers found by the words: they fit where all else does. */
  foundOnServer?: readonly MessageId[]
  cursor: MessageCursor | null
  limit: number
}

/** Mails looked at in one go: first a few, for most that are looked at mostly fit. */
const FIRST_LOOK = 200
/** Then as many as one call may cost: the rest is for the next page. */
const MOST_LOOKED_AT = 1_600

/**
 * Mails that fit the query, newest first, of one folder, of one account or of all; each once.
 *
 * A page may hold fewer rows than `limit`, even none, though others follow: `next` alone says whether they do.
 */
export function findMessages(db: ReadableDatabase, asked: SearchAsked): SearchPage {
  const query = readQuery(db, asked.query)
  if (query === null) return { rows: [], next: null, words: [] }
  const end = endOf(query)
  const cursor = asked.cursor !== null && asked.cursor.date < end.date ? asked.cursor : end
  const pages = searchesOf(db, query, asked).flatMap((search) => [
    lookFrom(db, search, cursor, asked.limit),
    { fits: search.onServer.filter((mail) => isBefore(mail, cursor)), next: null },
  ])
  // Nothing is said of what is older than where one of them stopped looking.
  const stops = pages.flatMap(({ next }) => (next === null ? [] : [next]))
  const stop = newest([stops], 1)[0]
  const found = newest(
    pages.map(({ fits }) => fits),
    Number.POSITIVE_INFINITY,
  )
  const known = stop ? found.filter((row) => !isBefore(row, stop)) : found
  const shown = known.slice(0, asked.limit)
  const last = shown.at(-1)
  return {
    rows: shown.map((row) => toMessageRow(db, row)),
    next: known.length > shown.length && last ? { date: last.date, id: last.id } : (stop ?? null),
    words: query.words,
  }
}

const endOf = (query: SearchQuery): MessageCursor => ({ date: query.before, id: 0 as MessageId })

const isBefore = (mail: MessageCursor, other: MessageCursor): boolean =>
  mail.date < other.date || (mail.date === other.date && mail.id < other.id)

/** How one account is looked through. */
interface Search {
  accountId: AccountId
  folderId: FolderId | null
  query: SearchQuery
  named: Named
  candidates: Candidates
  onServer: ListedMessage[]
}

function searchesOf(db: ReadableDatabase, query: SearchQuery, asked: SearchAsked): Search[] {
  const { folderId, foundOnServer = [] } = asked
  return accountsOf(db, asked).flatMap((accountId) => {
    const named = resolveNames(db, query, accountId)
    if (named.folders?.length === 0 || named.services.some((names) => names.length === 0)) return []
    const candidates = chooseCandidates(db, query, named, { accountId, folderId })
    const ids = ofAccount(db, accountId, foundOnServer)
    const onServer = thatFit(db, ids, { ...query, exclude: null }, named, folderId)
    return [{ accountId, folderId, query, named, candidates, onServer }]
  })
}

function accountsOf(
  db: ReadableDatabase,
  { accountId, folderId }: { accountId: AccountId | null; folderId: FolderId | null },
): AccountId[] {
  if (folderId !== null) {
    const folder = db.get(sql<{ accountId: AccountId }>`
      SELECT account_id AS accountId FROM folders WHERE id = ${folderId}`)
    return folder === undefined ? [] : [folder.accountId]
  }
  return accountId === null ? listAccounts(db).map(({ id }) => id) : [accountId]
}

function ofAccount(db: ReadableDatabase, accountId: AccountId, ids: readonly MessageId[]): MessageId[] {
  if (ids.length === 0) return []
  const rows = db.all(sql<{ id: MessageId }>`
    SELECT m.id FROM json_each(${JSON.stringify(ids)}) AS asked CROSS JOIN messages AS m ON m.id = asked.value
    WHERE m.account_id = ${accountId}`)
  return rows.map(({ id }) => id)
}

interface Looked {
  fits: ListedMessage[]
  next: MessageCursor | null
}

function look(db: ReadableDatabase, search: Search, cursor: MessageCursor, limit: number): Looked {
  const { accountId, folderId, query, named } = search
  const reach = { accountId, folderId, cursor, after: query.after, limit }
  const { found, next } = search.candidates(db, reach)
  const ids = found.map(({ id }) => id)
  // One may have another date in each of its folders (Gmail): pages go by that which it was found by.
  const dates = new Map(found.map(({ id, date }) => [id, date]))
  const fits = thatFit(db, ids, query, named, folderId)
  return { fits: fits.map((row) => ({ ...row, date: dates.get(row.id) ?? row.date })), next }
}

/** One page, as far as it is found at the cost of one call. */
function lookFrom(db: ReadableDatabase, search: Search, from: MessageCursor, most: number): Looked {
  const fits: ListedMessage[] = []
  let cursor = from
  for (const limit of [Math.max(FIRST_LOOK, most + 1), MOST_LOOKED_AT]) {
    const looked = look(db, search, cursor, limit)
    fits.push(...looked.fits)
    if (looked.next === null) return { fits, next: null }
    cursor = looked.next
    if (fits.length > most) break
  }
  return { fits, next: cursor }
}

/** Of more mails that fit, only the latest are ranked. */
const MOST_RANKED = 1_000
/** How much newer a mail must be, in ms, to count for twice as much as one of the same words. */
const HALF_YEAR_MS = 182 * 86_400_000

/**
 * The mails that fit best, the best first; `cursor` is the last of the page before. Without words every mail fits
 * equally well: the newest come first then. Common words are followed until enough mails fit in all else, a few at a time:
 * the page's calls come in between.
 */
export async function findBestMessages(db: ReadableDatabase, asked: SearchAsked): Promise<SearchPage> {
  const query = readQuery(db, asked.query)
  if (query === null || query.match === null) return findMessages(db, asked)
  const searches = searchesOf(db, query, asked)
  const fits: ListedMessage[] = []
  for (const search of searches) fits.push(...(await latestThatFit(db, search)))
  const ids = fits.map(({ id }) => id)
  const ranks = rankAmong(db, query.match, ids)
  const latest = Math.max(...fits.map(({ date }) => date))
  const score = ({ id, date }: MessageCursor) =>
    (ranks.get(id) ?? 0) * (1 + 1 / (1 + (latest - date) / HALF_YEAR_MS))
  const best = fits
    .map((mail) => ({ mail, score: score(mail) }))
    .sort((a, b) => b.score - a.score || b.mail.date - a.mail.date || b.mail.id - a.mail.id)
    .map(({ mail }) => mail)
  const known = new Set(ids)
  const others = newest(
    searches.map(({ onServer }) => onServer.filter(({ id }) => !known.has(id))),
    Number.POSITIVE_INFINITY,
  )
  const ordered = [...best, ...others]
  const { cursor } = asked
  const from = cursor === null ? 0 : ordered.findIndex(({ id }) => id === cursor.id) + 1 || ordered.length
  const shown = ordered.slice(from, from + asked.limit)
  const last = shown.at(-1)
  return {
    rows: shown.map((row) => toMessageRow(db, row)),
    next: last && from + shown.length < ordered.length ? { date: last.date, id: last.id } : null,
    words: query.words,
  }
}

async function latestThatFit(db: ReadableDatabase, search: Search): Promise<ListedMessage[]> {
  const fits: ListedMessage[] = []
  let cursor: MessageCursor | null = endOf(search.query)
  while (cursor !== null && fits.length < MOST_RANKED) {
    const looked: Looked = look(db, search, cursor, MOST_RANKED)
    fits.push(...looked.fits)
    cursor = looked.next
    await nextTurn()
  }
  return fits
}
