import type { FetchQueryObject, ImapFlow, SearchObject } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speak, speakWithin } from '../network/open-imap.ts'
import { expandSequenceSet } from '../network/sequence-set.ts'
import { canonicalNames, type HeaderRow } from '../store/placements.ts'
import { fetchRows } from './fetch-rows.ts'
import { isFoldersOwn } from './open-folder.ts'
import { type FlagChange, floodLimit, type LocalPlacement, toBatches } from './plan-sync.ts'
import { HEADER_QUERY, readHeader } from './read-header.ts'

/** In the answer to a search, at most. */
const BYTES_OF_A_UID = 12

/** Beyond them, a server tells of too few at once. */
const MOST_SEARCHES = 1_000

/** Of every mail in the folder that is open. */
export async function searchUids(client: ImapFlow): Promise<number[]> {
  const exists = client.mailbox ? client.mailbox.exists : 0
  let uids = await askUids(client, { all: true }, exists)
  if (messageLimit(client) === null) return uids
  // It tells of the newest first, and of no more at once.
  for (let searches = 1; uids.length > 0 && uids.length < exists; searches += 1) {
    if (searches > MOST_SEARCHES) throw new MailError('server-misbehaved')
    const lowest = uids.reduce((a, b) => Math.min(a, b))
    const older = lowest === 1 ? [] : await askUids(client, { uid: `1:${lowest - 1}` }, exists)
    if (older.length === 0) break
    uids = [...uids, ...older]
  }
  return uids
}

async function askUids(client: ImapFlow, which: SearchObject, exists: number): Promise<number[]> {
  // Where the server has ESEARCH (RFC 4731), ranges: of 200,000 messages a line instead of a megabyte.
  const answer = await speakWithin(client, floodLimit(exists) * BYTES_OF_A_UID, () =>
    client.search(which, { uid: true, returnOptions: ['ALL', 'COUNT'] }),
  )
  if (Array.isArray(answer)) return answer
  const { all, count } = answer || {}
  const uids = all ? expandSequenceSet(all, floodLimit(exists)) : count === 0 ? [] : null
  // A refusal is no empty folder: taking it for one would drop every row.
  if (uids === null) throw new MailError('server-misbehaved')
  return uids
}

/**
 * @param known whose flags they may be: where the server tells of so many mails at once, only of those.
 * @param changedSince mod-sequence of the last sync; null: every message's flags.
 */
export async function fetchFlags(
  client: ImapFlow,
  known: readonly LocalPlacement[],
  changedSince: string | null,
): Promise<FlagChange[]> {
  const limit = messageLimit(client)
  const uids = known.map(({ uid }) => uid)
  const changes: FlagChange[] = []
  for (const which of limit === null ? (['all'] as const) : toBatches(uids, limit, limit)) {
    await speak(client, async () => {
      for await (const row of fetchRows(client, which, { uid: true, flags: true }, changedSince)) {
        if (row.uid && row.flags !== undefined)
          changes.push({ uid: row.uid, flags: canonicalNames(row.flags) })
      }
    })
  }
  return changes
}

/** Of how many mails the server tells at once (RFC 9738); null: of all. */
function messageLimit({ capabilities }: ImapFlow): number | null {
  for (const name of capabilities.keys()) {
    const [, limit] = /^MESSAGELIMIT=(\d{1,9})$/i.exec(name) ?? []
    if (Number(limit) > 0) return Number(limit)
  }
  return null
}

/** To find those among a batch that a server can't tell all of. */
const MOST_COMMANDS = 40
/** The body tells the rest. */
const BARE_QUERY = { uid: true, flags: true, internalDate: true, size: true } as const

/** Of each mail as much as the server can tell: where it fails with some, they are asked for in halves. */
export async function fetchHeaders(client: ImapFlow, uids: readonly number[]): Promise<HeaderRow[]> {
  const rows: HeaderRow[] = []
  const waiting: { some: readonly number[]; query: FetchQueryObject }[] = [
    { some: uids, query: HEADER_QUERY },
  ]
  let trouble: unknown
  for (let commands = 1; ; commands += 1) {
    const next = waiting.pop()
    if (next === undefined) {
      if (trouble !== undefined && rows.length === 0) throw trouble
      return rows.sort((a, b) => b.uid - a.uid)
    }
    const { some, query } = next
    try {
      const told = await askHeaders(client, some, query)
      rows.push(...told)
      // It may be gone, or its line could not be read.
      const here = new Set(told.map(({ uid }) => uid))
      const missing = some.filter((uid) => !here.has(uid))
      if (missing.length > 0 && query !== BARE_QUERY) waiting.push({ some: missing, query: BARE_QUERY })
    } catch (error) {
      if (!isFoldersOwn(error, client) || commands + waiting.length + 2 > MOST_COMMANDS) throw error
      trouble ??= error
      const half = some.length >> 1
      if (half > 0) waiting.push({ some: some.slice(half), query }, { some: some.slice(0, half), query })
      else if (query !== BARE_QUERY) waiting.push({ some, query: BARE_QUERY })
    }
  }
}

/** None where the server can't tell them all. */
export async function fetchNewestHeaders(client: ImapFlow, count: number): Promise<HeaderRow[]> {
  try {
    return await askHeaders(client, { newest: count }, HEADER_QUERY)
  } catch (error) {
    if (isFoldersOwn(error, client)) return []
    throw error
  }
}

/** Only what was asked for, each once, newest first; a server may send more, or twice. */
async function askHeaders(
  client: ImapFlow,
  which: readonly number[] | { newest: number },
  query: FetchQueryObject,
): Promise<HeaderRow[]> {
  const wanted = 'newest' in which ? null : new Set(which)
  const most = 'newest' in which ? which.newest : which.length
  const rows = new Map<number, HeaderRow>()
  await speak(client, async () => {
    for await (const row of fetchRows(client, which, query)) {
      // A change of flags that arrives in between has a UID perhaps, but nothing else of what was asked.
      const asked = row.size !== undefined || row.envelope !== undefined
      // Cut to what a row needs at once: four hundred as long as a server likes would fill the memory.
      const isWanted = wanted === null ? row.uid > 0 && rows.size < most : wanted.has(row.uid)
      if (isWanted && asked) rows.set(row.uid, readHeader(row))
    }
  })
  return [...rows.values()].sort((a, b) => b.uid - a.uid)
}
