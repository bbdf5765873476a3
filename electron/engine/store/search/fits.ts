import type { AccountId } from '../../../../shared/models/account.ts'
import type { FolderId } from '../../../../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../../../../shared/models/message.ts'
import type { ReadableDatabase } from '../database.ts'
import { listFolders } from '../folders.ts'
import { LIKELIEST_FOLDER, LISTED, type ListedMessage } from '../messages.ts'
import { sql } from '../sql.ts'
import { searchRows } from './by-words.ts'
import { folderRoleOf, namesWordLike } from './operators.ts'
import type { SearchQuery } from './parse-query.ts'

/** The query's names, each as all that it stands for in this account; null: any will do. */
export interface Named {
  folders: FolderId[] | null
  noFolders: FolderId[]
  /** A mail needs one of each. */
  services: string[][]
  noServices: string[]
}

/** Where a server keeps all folders under the inbox ("INBOX.Sent"), that says nothing of them. */
const BELOW_INBOX = /^inbox[^\p{L}\p{N}]/iu

export function resolveNames(db: ReadableDatabase, query: SearchQuery, accountId: AccountId): Named {
  const folders = query.folders.length + query.noFolders.length === 0 ? [] : listFolders(db, accountId)
  const foldersCalled = (name: string): FolderId[] =>
    folders
      .filter((folder) => {
        const role = folderRoleOf(name)
        return (
          (role !== undefined && folder.role === role) ||
          namesWordLike(folder.path.replace(BELOW_INBOX, ''), name)
        )
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

/** Those of the mails of an account that fit all but the words, in the given order, each in the likeliest of its folders. */
export function thatFit(
  db: ReadableDatabase,
  candidates: readonly MessageId[],
  query: SearchQuery,
  named: Named,
  folderId: FolderId | null,
): ListedMessage[] {
  const ids = JSON.stringify(candidates)
  const folders = named.folders && JSON.stringify(named.folders)
  const services = JSON.stringify(named.services)
  // What is to be left out is looked for only where the candidates are.
  const rows = query.exclude === null ? [] : searchRows(db, candidates)
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
      AND m.received_at >= ${query.after} AND m.received_at < ${query.before}
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
        SELECT rowid FROM message_search
        WHERE message_search MATCH ${query.exclude}
          AND rowid >= CAST(${rows[0]?.row ?? 0} AS INTEGER) AND rowid <= CAST(${rows.at(-1)?.row ?? 0} AS INTEGER)))
    ORDER BY candidate.key, ${LIKELIEST_FOLDER}`)
  return found.filter((row, index) => row.id !== found[index - 1]?.id)
}

/** The mails of a folder with those UIDs, at most `limit`: those of the highest. */
export function mailsUnder(
  db: ReadableDatabase,
  folderId: FolderId,
  uids: readonly number[],
  limit: number,
): MessageCursor[] {
  const latest = uids.toSorted((a, b) => b - a).slice(0, limit)
  return db.all(sql<MessageCursor>`
    SELECT p.received_at AS date, p.message_id AS id
    FROM json_each(${JSON.stringify(latest)}) AS asked
      CROSS JOIN placements AS p ON p.folder_id = ${folderId} AND p.uid = asked.value`)
}
