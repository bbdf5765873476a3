import type { MessageCursor } from '../../../../shared/models/message.ts'
import type { ReadableDatabase } from '../database.ts'
import { sql } from '../sql.ts'
import type { Reach } from './candidates.ts'
import type { Named } from './fits.ts'
import type { SearchQuery } from './parse-query.ts'

type Scope = Pick<Reach, 'accountId' | 'folderId'>
type Way = (db: ReadableDatabase, query: SearchQuery, named: Named, scope: Scope) => MessageCursor[] | null

/** So few are gone through whatever else is looked for. */
const MOST_NARROW = 2_000

/**
 * All mails that have what only few have and the query asks for, newest first, where some index tells them at once;
 * null where they are many. Without it a common word would be followed through the whole mailbox for a handful.
 */
export function narrowDown(
  db: ReadableDatabase,
  query: SearchQuery,
  named: Named,
  scope: Scope,
): MessageCursor[] | null {
  for (const way of ways) {
    const found = way(db, query, named, scope)
    if (found === null || found.length > MOST_NARROW) continue
    const byId = new Map(found.map((mail) => [mail.id, mail]))
    return [...byId.values()].sort((a, b) => b.date - a.date || b.id - a.id)
  }
  return null
}

const ways: readonly Way[] = [inFolders, withService, withReceipt, starred, unread, withTrackers, ofSize]

function inFolders(
  db: ReadableDatabase,
  _query: SearchQuery,
  { folders }: Named,
  { folderId }: Scope,
): MessageCursor[] | null {
  const ids = folderId === null ? folders : [folderId]
  if (ids === null) return null
  const asked = JSON.stringify(ids)
  const size = db.get(sql<{ total: number | null }>`
    SELECT sum(total) AS total FROM folders WHERE id IN (SELECT value FROM json_each(${asked}))`)
  if ((size?.total ?? 0) > MOST_NARROW) return null
  return db.all(sql<MessageCursor>`
    SELECT p.received_at AS date, p.message_id AS id
    FROM json_each(${asked}) AS folder CROSS JOIN placements AS p ON p.folder_id = folder.value
    LIMIT ${MOST_NARROW + 1}`)
}

function withService(
  db: ReadableDatabase,
  _query: SearchQuery,
  { services: [names] }: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (names === undefined) return null
  return db.all(sql<MessageCursor>`
    SELECT s.received_at AS date, s.message_id AS id
    FROM json_each(${JSON.stringify(names)}) AS name
      CROSS JOIN message_services AS s ON s.account_id = ${accountId} AND s.service = name.value
    LIMIT ${MOST_NARROW + 1}`)
}

function withReceipt(
  db: ReadableDatabase,
  { receipts }: SearchQuery,
  _named: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (receipts !== 1) return null
  return db.all(sql<MessageCursor>`
    SELECT m.received_at AS date, m.id
    FROM (SELECT DISTINCT message_id FROM receipts) AS r CROSS JOIN messages AS m ON m.id = r.message_id
    WHERE m.account_id = ${accountId} LIMIT ${MOST_NARROW + 1}`)
}

function starred(
  db: ReadableDatabase,
  { flagged }: SearchQuery,
  _named: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (flagged !== 1) return null
  return db.all(sql<MessageCursor>`
    SELECT p.received_at AS date, p.message_id AS id
    FROM folders AS f CROSS JOIN placements AS p ON p.folder_id = f.id AND p.flagged = 1
    WHERE f.account_id = ${accountId} LIMIT ${MOST_NARROW + 1}`)
}

function unread(
  db: ReadableDatabase,
  { unread }: SearchQuery,
  _named: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (unread !== 1) return null
  return db.all(sql<MessageCursor>`
    SELECT p.received_at AS date, p.message_id AS id
    FROM folders AS f CROSS JOIN placements AS p ON p.folder_id = f.id AND p.unread = 1
    WHERE f.account_id = ${accountId} AND f.unread > 0 LIMIT ${MOST_NARROW + 1}`)
}

function withTrackers(
  db: ReadableDatabase,
  { exposure }: SearchQuery,
  _named: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (exposure.from !== 2) return null
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, id FROM messages
    WHERE account_id = ${accountId} AND exposure = 2 LIMIT ${MOST_NARROW + 1}`)
}

/** The one index of an account's mails by date also knows their sizes: it is looked through. */
function ofSize(
  db: ReadableDatabase,
  { atLeast, atMost, match, after, before }: SearchQuery,
  _named: Named,
  { accountId }: Scope,
): MessageCursor[] | null {
  if (match === null || (atLeast === 0 && atMost === Number.MAX_SAFE_INTEGER)) return null
  return db.all(sql<MessageCursor>`
    SELECT received_at AS date, id FROM messages INDEXED BY messages_by_identity
    WHERE account_id = ${accountId} AND received_at >= ${after} AND received_at < ${before}
      AND size BETWEEN ${atLeast} AND ${atMost}
    LIMIT ${MOST_NARROW + 1}`)
}
