import type { ImapFlow, SearchObject } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speakWithin } from '../network/open-imap.ts'
import type { SaidTerm, SearchQuery } from '../store/search/parse-query.ts'
import { openFolder } from './open-folder.ts'

/** Of the numbers of a million mails, and whatever else a server says meanwhile. */
const MAX_BYTES = 16 * 1024 * 1024
const NOBODYS_BOUND = Number.MAX_SAFE_INTEGER

/**
 * The words of a query as a server can be asked for them (RFC 3501 6.4.4): a mail has to fit each of these, since one
 * can name a key only once. All else that the query asks of a mail is known here, and not told. null where it names
 * no word.
 */
export function toServerSearches(query: SearchQuery): SearchObject[] | null {
  const [first, ...others] = query.said.flatMap(toSearches)
  if (first === undefined || query.said.every(({ not }) => not)) return null
  const bounds: SearchObject = {
    ...(query.after > 0 && { since: dayNear(query.after, -1) }),
    ...(query.before < NOBODYS_BOUND && { before: dayNear(query.before, 1) }),
  }
  return [{ ...first, ...bounds }, ...others]
}

/** Recipients are those of To and of Cc, as in our own index. */
function toSearches({ key, value, not }: SaidTerm): SearchObject[] {
  const keys = key === 'to' ? (['to', 'cc'] as const) : [key]
  const searches = keys.map((name): SearchObject => ({ [name]: value }))
  if (not) return searches.map((search) => ({ not: search }))
  return searches.length === 1 ? searches : [{ or: searches }]
}

/**
 * The beginning of a day one day off, as imapflow reads days: in UTC. A server goes by the day that it was where the
 * mail was received, so what it finds too much is left to us to leave out.
 */
function dayNear(local: number, days: number): Date {
  const date = new Date(local)
  return new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate() + days))
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
    const uids = await speakWithin(client, MAX_BYTES, () => client.search(search, { uid: true }))
    if (!Array.isArray(uids)) throw new MailError(client.usable ? 'server-misbehaved' : 'connection-lost')
    const before = found
    found = new Set(before === undefined ? uids : uids.filter((uid) => before.has(uid)))
    if (found.size === 0) break
  }
  return [...(found ?? [])]
}
