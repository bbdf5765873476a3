import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor } from '../../../../shared/models/message.ts'
import type { ReadableDatabase } from '../database.ts'
import { sql } from '../sql.ts'
import { findByWords, thatMatch } from './by-words.ts'
import type { Named } from './fits.ts'
import { narrowDown } from './narrow.ts'
import type { SearchQuery } from './parse-query.ts'

/** Where to look, from which mail on towards older ones, and for how many. */
export interface Reach {
  accountId: AccountId
  folderId: FolderId | null
  cursor: MessageCursor
  /** Unix time in ms: none older. */
  after: number
  limit: number
}

/** A look at some mails that may fit, newest first, equal dates by id; none of their span is left out. */
export interface Look {
  found: MessageCursor[]
  /** Where the next look begins; null when there is no older mail. */
  next: MessageCursor | null
}

export type Candidates = (db: ReadableDatabase, reach: Reach) => Look

type InOrder = (db: ReadableDatabase, reach: Reach) => MessageCursor[]

/** The narrowest way there is to what the query asks for. */
export function chooseCandidates(
  db: ReadableDatabase,
  query: SearchQuery,
  named: Named,
  scope: Pick<Reach, 'accountId' | 'folderId'>,
): Candidates {
  const { match } = query
  const narrow = narrowDown(db, query, named, scope)
  if (narrow !== null) return among(match === null ? narrow : thatMatch(db, match, narrow))
  if (match !== null) return (db, reach) => findByWords(db, match, reach)
  const inOrder = byOrder(query, named.services[0] ?? null, scope.folderId)
  return (db, reach) => {
    const found = inOrder(db, reach)
    return { found, next: found.length < reach.limit ? null : (found.at(-1) ?? null) }
  }
}

/** @param mails newest first. */
function among(mails: readonly MessageCursor[]): Candidates {
  return (_db, { cursor, after, limit }) => {
    const rest = mails.filter(
      ({ date, id }) => date >= after && (date < cursor.date || (date === cursor.date && id < cursor.id)),
    )
    const found = rest.slice(0, limit)
    return { found, next: found.length < rest.length ? (found.at(-1) ?? null) : null }
  }
}

/** `services`: one of them is in every such mail. */
function byOrder(query: SearchQuery, services: readonly string[] | null, folderId: FolderId | null): InOrder {
  const { exposure } = query
  if (services !== null) {
    return (db, reach) =>
      newest(
        services.map((service) => byService(db, reach, service)),
        reach.limit,
      )
  }
  const exact = exposure.from === exposure.to && exposure.from >= 0 ? exposure.from : null
  if (folderId === null) {
    if (exact !== null) return (db, reach) => byExposure(db, reach, exact)
    return (db, reach) => byDate(db, reach, query)
  }
  if (exact !== null) return (db, reach) => inFolderByExposure(db, reach, exact)
  if (query.unread === 1) return inFolderUnread
  if (query.flagged === 1) return inFolderFlagged
  return inFolder
}

/** One list in the order of dates out of several, no mail twice. */
export function newest<Row extends MessageCursor>(lists: readonly Row[][], limit: number): Row[] {
  const byId = new Map(lists.flat().map((row) => [row.id, row]))
  return [...byId.values()].sort((a, b) => b.date - a.date || b.id - a.id).slice(0, limit)
}

function byService(db: ReadableDatabase, reach: Reach, service: string): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, message_id AS id FROM message_services
    WHERE account_id = ${reach.accountId} AND service = ${service}
      AND (received_at, message_id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, message_id DESC LIMIT ${reach.limit}`)
}

function byExposure(db: ReadableDatabase, reach: Reach, exposure: number): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, id FROM messages
    WHERE account_id = ${reach.accountId} AND exposure = ${exposure}
      AND (received_at, id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, id DESC LIMIT ${reach.limit}`)
}

/**
 * The one index of an account's mails by date also knows their sizes. `unlikely`: told by ANALYZE that there is
 * only one account, SQLite would skip from account to account and sort all mails instead.
 */
function byDate(db: ReadableDatabase, reach: Reach, query: SearchQuery): MessageCursor[] {
  const { atLeast, atMost } = query
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, id FROM messages INDEXED BY messages_by_identity
    WHERE unlikely(account_id = ${reach.accountId}) AND received_at <= ${reach.cursor.date} AND received_at >= ${reach.after}
      AND (received_at, id) < (${reach.cursor.date}, ${reach.cursor.id})
      AND size BETWEEN ${atLeast} AND ${atMost}
    ORDER BY received_at DESC, id DESC LIMIT ${reach.limit}`)
}

function inFolder(db: ReadableDatabase, reach: Reach): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, message_id AS id FROM placements
    WHERE folder_id = ${reach.folderId}
      AND (received_at, message_id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, message_id DESC LIMIT ${reach.limit}`)
}

function inFolderByExposure(db: ReadableDatabase, reach: Reach, exposure: number): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, message_id AS id FROM placements
    WHERE folder_id = ${reach.folderId} AND exposure = ${exposure}
      AND (received_at, message_id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, message_id DESC LIMIT ${reach.limit}`)
}

function inFolderUnread(db: ReadableDatabase, reach: Reach): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, message_id AS id FROM placements
    WHERE folder_id = ${reach.folderId} AND unread = 1
      AND (received_at, message_id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, message_id DESC LIMIT ${reach.limit}`)
}

function inFolderFlagged(db: ReadableDatabase, reach: Reach): MessageCursor[] {
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, message_id AS id FROM placements
    WHERE folder_id = ${reach.folderId} AND flagged = 1
      AND (received_at, message_id) < (${reach.cursor.date}, ${reach.cursor.id}) AND received_at >= ${reach.after}
    ORDER BY received_at DESC, message_id DESC LIMIT ${reach.limit}`)
}
