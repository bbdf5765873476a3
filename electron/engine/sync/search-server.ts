import type { ImapFlow, SearchObject } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { SearchQuery } from '../store/search/parse-query.ts'
import { openFolder } from './open-folder.ts'

const NOBODYS_BOUND = Number.MAX_SAFE_INTEGER

/**
 * A query as a server can be asked it (RFC 3501 6.4.4): a mail has to fit each of them, since one can name a key only
 * once. null for what no server knows (trackers, attachments, folders by name) and for what names no word.
 */
export function toServerSearches(query: SearchQuery): SearchObject[] | null {
  const { exposure, attachments, receipts, trackers, noTrackers, folders, noFolders } = query
  const isJudged = exposure.from > -1 || exposure.to < 2 || attachments !== null || receipts !== null
  if (isJudged || trackers.length + noTrackers.length + folders.length + noFolders.length > 0) return null
  const searches = query.said.map(({ key, value, not }): SearchObject => {
    const search = { [key]: value }
    return not ? { not: search } : search
  })
  const [first, ...others] = searches
  if (first === undefined || query.said.every(({ not }) => not)) return null
  const bounds: SearchObject = {
    ...(query.unread !== null && { seen: query.unread === 0 }),
    ...(query.flagged !== null && { flagged: query.flagged === 1 }),
    ...(query.atLeast > 0 && { larger: query.atLeast - 1 }),
    ...(query.atMost < NOBODYS_BOUND && { smaller: query.atMost + 1 }),
    ...(query.after > 0 && { since: new Date(query.after) }),
    ...(query.before < NOBODYS_BOUND && { before: new Date(query.before) }),
  }
  return [{ ...first, ...bounds }, ...others]
}

/** UIDs of the mails in a folder that fit all searches. @throws MailError */
export async function searchFolder(
  client: ImapFlow,
  path: string,
  searches: readonly SearchObject[],
): Promise<number[]> {
  await openFolder(client, path)
  let found: Set<number> | undefined
  for (const search of searches) {
    const uids = await client.search(search, { uid: true })
    if (!Array.isArray(uids)) throw new MailError('server-misbehaved')
    const before = found
    found = new Set(before === undefined ? uids : uids.filter((uid) => before.has(uid)))
    if (found.size === 0) break
  }
  return [...(found ?? [])]
}
