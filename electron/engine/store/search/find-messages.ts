import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor, MessageId, MessageRow } from '../../../../shared/models/message.ts'
import { listAccounts } from '../accounts.ts'
import type { ReadableDatabase } from '../database.ts'
import { listFolders } from '../folders.ts'
import { LIKELIEST_FOLDER, LISTED, type ListedMessage, toMessageRow } from '../messages.ts'
import { sql } from '../sql.ts'
import { rankByWords } from './by-words.ts'
import { chooseCandidates, newest } from './candidates.ts'
import { folderRoleOf, namesWordLike } from './operators.ts'
import { parseQuery, type SearchQuery } from './parse-query.ts'

export interface SearchPage {
  rows: MessageRow[]
  next: MessageCursor | null
}

export interface SearchAsked {
  accountId: AccountId | null
  folderId: FolderId | null
  query: string
  cursor: MessageCursor | null
  limit: number
}

/** Mails looked at in one go: first a few, for most that are looked at mostly fit. */
const FIRST_LOOK = 400
/** Then more, up to what one call may cost: the rest is for the next page. */
const MOST_LOOKED_AT = 1_200

/**
 * Mails that fit the query, newest first, of one folder, of one account or of all; each once.
 *
 * A page may hold fewer rows than `limit`, even none, though others follow: `next` alone says whether they do.
 */
export function findMessages(db: ReadableDatabase, asked: SearchAsked): SearchPage {
  const query = parseQuery(asked.query)
  if (query === null) return { rows: [], next: null }
  const end = { date: query.before, id: 0 as MessageId }
  const cursor = asked.cursor !== null && asked.cursor.date < query.before ? asked.cursor : end
  const pages = accountsOf(db, asked).map((accountId) =>
    findInAccount(db, query, { ...asked, accountId, cursor }),
  )
  // Nothing is said of what is older than where one of them stopped looking.
  const stops = pages.flatMap(({ next }) => (next === null ? [] : [next]))
  const stop = newest([stops], 1)[0]
  const found = newest(
    pages.map(({ rows }) => rows),
    Number.POSITIVE_INFINITY,
  )
  const known = stop
    ? found.filter((row) => row.date > stop.date || (row.date === stop.date && row.id >= stop.id))
    : found
  const rows = known.slice(0, asked.limit)
  const last = rows.at(-1)
  return {
    rows,
    next: known.length > rows.length && last ? { date: last.date, id: last.id } : (stop ?? null),
  }
}

/**
 * The mails that fit best, the best first, at most `limit` and all on one page. Without words every mail fits equally
 * well: the newest come first then.
 */
export function findBestMessages(db: ReadableDatabase, asked: SearchAsked): SearchPage {
  const query = parseQuery(asked.query)
  if (query === null || query.match === null) return findMessages(db, asked)
  const { match } = query
  const cursor = { date: query.before, id: 0 as MessageId }
  const ranked = accountsOf(db, asked).flatMap((accountId) =>
    rankInAccount(db, query, match, { ...asked, accountId, cursor }),
  )
  const best = ranked.sort((a, b) => b.score - a.score).slice(0, asked.limit)
  return { rows: best.map(({ row }) => row), next: null }
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

interface Search {
  accountId: AccountId
  folderId: FolderId | null
  cursor: MessageCursor
  limit: number
}

/** The query's names, each as all that it stands for in this account; null: any will do. */
interface Named {
  folders: FolderId[] | null
  noFolders: FolderId[]
  /** A mail needs one of each. */
  services: string[][]
  noServices: string[]
}

function findInAccount(db: ReadableDatabase, query: SearchQuery, search: Search): SearchPage {
  const named = resolveNames(db, query, search.accountId)
  if (named.folders?.length === 0 || named.services.some((names) => names.length === 0)) {
    return { rows: [], next: null }
  }
  const candidates = chooseCandidates(db, query, named.services[0] ?? null, search)
  const rows: MessageRow[] = []
  let { cursor } = search
  for (let limit = Math.max(FIRST_LOOK, search.limit + 1); limit <= MOST_LOOKED_AT; limit *= 3) {
    const { found, next } = candidates(db, { ...search, cursor, after: query.after, limit })
    rows.push(...thatFit(db, found, query, named, search.folderId))
    if (next === null) return { rows, next }
    cursor = next
    if (rows.length > search.limit) break
  }
  return { rows, next: cursor }
}

/** Out of the most relevant mails, those that fit, with how relevant they are. */
function rankInAccount(db: ReadableDatabase, query: SearchQuery, match: string, search: Search): Ranked[] {
  const named = resolveNames(db, query, search.accountId)
  const ranked = rankByWords(db, match, { ...search, after: query.after })
  const scores = new Map(ranked.map(({ id, score }) => [id, score]))
  return thatFit(db, ranked, query, named, search.folderId)
    .slice(0, search.limit)
    .map((row) => ({ row, score: scores.get(row.id) ?? 0 }))
}

interface Ranked {
  row: MessageRow
  score: number
}

function resolveNames(db: ReadableDatabase, query: SearchQuery, accountId: AccountId): Named {
  const folders = query.folders.length + query.noFolders.length === 0 ? [] : listFolders(db, accountId)
  const foldersCalled = (name: string): FolderId[] =>
    folders
      .filter((folder) => {
        const role = folderRoleOf(name)
        return (role !== undefined && folder.role === role) || namesWordLike(folder.path, name)
      })
      .map(({ id }) => id)
  const services = query.trackers.length + query.noTrackers.length === 0 ? [] : listServices(db, accountId)
  const servicesCalled = (name: string): string[] =>
    services.filter((service) => namesWordLike(service, name))
  return {
    folders: query.folders.length === 0 ? null : query.folders.flatMap(foldersCalled),
    noFolders: query.noFolders.flatMap(foldersCalled),
    services: query.trackers.map(servicesCalled),
    noServices: query.noTrackers.flatMap(servicesCalled),
  }
}

/** Whose trackers the account has: one look at the index for each name. */
function listServices(db: ReadableDatabase, accountId: AccountId): string[] {
  return db
    .all(sql<{ service: string }>`
      WITH RECURSIVE named (service) AS (
        SELECT min(service) FROM message_services WHERE account_id = ${accountId}
        UNION ALL
        SELECT (SELECT min(service) FROM message_services WHERE account_id = ${accountId} AND service > named.service)
        FROM named WHERE named.service IS NOT NULL
      )
      SELECT service FROM named WHERE service IS NOT NULL`)
    .map(({ service }) => service)
}

/** The mails of a folder with those UIDs, newest first, at most `limit`. */
export function listFound(
  db: ReadableDatabase,
  folderId: FolderId,
  uids: readonly number[],
  limit: number,
): MessageRow[] {
  const found = db.all(sql<MessageCursor>`
    SELECT p.received_at AS date, p.message_id AS id
    FROM json_each(${JSON.stringify(uids)}) AS asked
      CROSS JOIN placements AS p ON p.folder_id = ${folderId} AND p.uid = asked.value
    ORDER BY p.received_at DESC, p.message_id DESC LIMIT ${limit}`)
  const any = parseQuery('')
  return any === null
    ? []
    : thatFit(db, found, any, { folders: null, noFolders: [], services: [], noServices: [] }, folderId)
}

/** Those of the candidates that fit, in their order, each in the likeliest of its folders. */
function thatFit(
  db: ReadableDatabase,
  candidates: readonly MessageCursor[],
  query: SearchQuery,
  named: Named,
  folderId: FolderId | null,
): MessageRow[] {
  const ids = JSON.stringify(candidates.map(({ id }) => id))
  const folders = named.folders && JSON.stringify(named.folders)
  const services = JSON.stringify(named.services)
  const found = db.all(sql<ListedMessage>`
    SELECT ${LISTED}
    FROM json_each(${ids}) AS candidate
      CROSS JOIN placements AS p ON p.message_id = candidate.value
      CROSS JOIN messages AS m ON m.id = candidate.value
      CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE (${folderId} IS NULL OR p.folder_id = ${folderId})
      AND (${query.unread} IS NULL OR p.unread = ${query.unread})
      AND (${query.flagged} IS NULL OR p.flagged = ${query.flagged})
      AND coalesce(p.exposure, -1) BETWEEN ${query.exposure.from} AND ${query.exposure.to}
      AND (${query.attachments} IS NULL OR m.has_attachments = ${query.attachments})
      AND (${query.receipts} IS NULL OR (m.receipt_count > 0) = ${query.receipts})
      AND m.size BETWEEN ${query.atLeast} AND ${query.atMost}
      AND (${folders} IS NULL OR p.folder_id IN (SELECT value FROM json_each(${folders})))
      AND (${named.noFolders.length} = 0 OR NOT EXISTS (
        SELECT 1 FROM placements AS other
        WHERE other.message_id = m.id
          AND other.folder_id IN (SELECT value FROM json_each(${JSON.stringify(named.noFolders)}))))
      AND (${named.services.length} = 0 OR NOT EXISTS (
        SELECT 1 FROM json_each(${services}) AS wanted
        WHERE NOT EXISTS (
          SELECT 1 FROM json_each(m.services_json) AS its
          WHERE its.value IN (SELECT value FROM json_each(wanted.value)))))
      AND (${named.noServices.length} = 0 OR NOT EXISTS (
        SELECT 1 FROM json_each(m.services_json) AS its
        WHERE its.value IN (SELECT value FROM json_each(${JSON.stringify(named.noServices)}))))
      AND (${query.exclude} IS NULL OR m.search_row IS NULL OR m.search_row NOT IN (
        SELECT rowid FROM message_search WHERE message_search MATCH ${query.exclude}))
    ORDER BY candidate.key,
      ${LIKELIEST_FOLDER}`)
  return found.filter((row, index) => row.id !== found[index - 1]?.id).map((row) => toMessageRow(db, row))
}
