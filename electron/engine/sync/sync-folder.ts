import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speak, speakWithin } from '../network/open-imap.ts'
import { expandSequenceSet } from '../network/sequence-set.ts'
import { clearFolder } from '../store/clear-folder.ts'
import { type FolderState, saveFolderState } from '../store/folders.ts'
import { inTurns } from '../store/in-turns.ts'
import type { Store } from '../store/open-store.ts'
import {
  canonicalFlags,
  canonicalNames,
  type HeaderRow,
  insertHeaders,
  listPlacements,
  saveFlagAnswers,
} from '../store/placements.ts'
import { removeGone } from '../store/stray-mails.ts'
import { fetchRows } from './fetch-rows.ts'
import { reopenFolder, type Since } from './open-folder.ts'
import {
  type FlagChange,
  floodLimit,
  type LocalPlacement,
  planQuestions,
  planSync,
  type ServerFolder,
  type SyncQuestions,
  tellsOfOthers,
  toBatches,
  uidsAfter,
} from './plan-sync.ts'
import { HEADER_QUERY, readHeader } from './read-header.ts'

/** A screen of rows. */
const FIRST_BATCH = 50
/** One FETCH. */
const LATER_BATCH = 400
/** So many are sure to be written in less than 10 ms. */
const ROWS_AT_ONCE = 20
/** In the answer to a search, at most. */
const BYTES_OF_A_UID = 12

export interface FolderProgress {
  /** How many headers are to be fetched in this folder. */
  planned(count: number): void
  /** Called after every transaction that changed what the folder shows. */
  stored(count: number): void
  /** Asked now and then: true ends it for now. */
  isWanted(): boolean
}

/**
 * Brings the rows of one folder up to date, newest first. What it stored stays when it is interrupted; the
 * next run asks only for the rest.
 *
 * @returns false: it was wanted to end before all was done.
 */
export async function syncFolder(
  client: ImapFlow,
  store: Store,
  folder: FolderState,
  progress: FolderProgress,
): Promise<boolean> {
  // Before anything is asked: what becomes known from here meanwhile is newer than the answers.
  const known = listPlacements(store.read, folder.id)
  const opened = await reopenFolder(client, folder.path, sinceOf(folder))
  const [server, changes] = [withHonestUidNext(opened.server, known), opened.changes]
  const questions = planQuestions({ ...folder, placements: known }, server)
  const flags = questions.restart ? [] : (changes?.flags ?? (await askFlags(client, questions, folder)))
  const asksUids = questions.uids || tellsOfOthers(known, flags, questions.flags)
  if (questions.restart) await clearFolder(store, folder.id)
  // Until this run has come to its end, the state says that something may be missing.
  if (questions.restart || asksUids) {
    const begun = { ...server, uidNext: null, highestModseq: null }
    store.write((db) => saveFolderState(db, folder.id, begun))
  }

  const placed = questions.restart ? [] : known
  // A screen of rows first: of 200,000 mails, the UIDs alone are more than a megabyte where a server can't say ranges.
  const newest = placed.length === 0 && server.exists > FIRST_BATCH ? await bringNewest() : []
  const told = questions.restart ? null : changes && uidsAfter(known, changes.vanished, flags, server.exists)
  const present = server.exists === 0 ? [] : asksUids ? (told ?? (await searchUids(client))) : null
  const plan = planSync([...placed, ...newest], present, flags)
  progress.planned(plan.fetch.length)
  await inTurns(store, plan.remove, ROWS_AT_ONCE, (db, gone) => removeGone(db, folder.id, gone))
  let late = 0
  await inTurns(store, plan.flags, ROWS_AT_ONCE, (db, answers) => {
    late += saveFlagAnswers(db, folder.id, answers)
  })
  if (plan.remove.length + plan.flags.length > 0) progress.stored(0)
  let left = plan.fetch.length
  const firstBatch = newest.length === 0 ? FIRST_BATCH : LATER_BATCH
  for (const batch of toBatches(plan.fetch, firstBatch, LATER_BATCH)) {
    if (left < plan.fetch.length + newest.length && progress.isWanted()) {
      progress.planned(-left)
      return false
    }
    await storeRows(await fetchHeaders(client, batch))
    left -= batch.length
    progress.stored(batch.length)
  }
  // What another program changed in those that were passed over is asked for again.
  const highestModseq = late === 0 ? server.highestModseq : folder.highestModseq
  store.write((db) => saveFolderState(db, folder.id, { ...server, highestModseq }))
  return true

  function storeRows(rows: readonly HeaderRow[]): Promise<void> {
    return inTurns(store, rows, ROWS_AT_ONCE, (db, some) => insertHeaders(db, folder.id, some))
  }

  async function bringNewest(): Promise<LocalPlacement[]> {
    const rows = await fetchHeaders(client, { newest: FIRST_BATCH })
    progress.planned(rows.length)
    await storeRows(rows)
    progress.stored(rows.length)
    return rows.map(({ uid, flags }) => ({ uid, flags: canonicalFlags(flags) }))
  }
}

function sinceOf({ uidValidity, highestModseq }: FolderState): Since | null {
  return uidValidity === null || highestModseq === null ? null : { uidValidity, highestModseq }
}

/** A UIDNEXT that was given out already tells nothing of what is new (RFC 3501 2.3.1.1). */
function withHonestUidNext(server: ServerFolder, known: readonly LocalPlacement[]): ServerFolder {
  const highest = known.at(-1)?.uid ?? 0
  return server.uidNext !== null && server.uidNext <= highest ? { ...server, uidNext: null } : server
}

async function searchUids(client: ImapFlow): Promise<number[]> {
  const exists = client.mailbox ? client.mailbox.exists : 0
  // Where the server has ESEARCH (RFC 4731), ranges: of 200,000 messages a line instead of a megabyte.
  const answer = await speakWithin(client, floodLimit(exists) * BYTES_OF_A_UID, () =>
    client.search({ all: true }, { uid: true, returnOptions: ['ALL', 'COUNT'] }),
  )
  if (Array.isArray(answer)) return answer
  const { all, count } = answer || {}
  const uids = all ? expandSequenceSet(all, floodLimit(exists)) : count === 0 ? [] : null
  // A refusal is no empty folder: taking it for one would drop every row.
  if (uids === null) throw new MailError('server-misbehaved')
  return uids
}

async function askFlags(
  client: ImapFlow,
  { flags }: SyncQuestions,
  folder: FolderState,
): Promise<FlagChange[]> {
  if (flags === 'none') return []
  return fetchFlags(client, flags === 'changed' ? folder.highestModseq : null)
}

/** @param changedSince mod-sequence of the last sync; null: every message's flags. */
async function fetchFlags(client: ImapFlow, changedSince: string | null): Promise<FlagChange[]> {
  return speak(client, async () => {
    const changes: FlagChange[] = []
    for await (const row of fetchRows(client, 'all', { uid: true, flags: true }, changedSince)) {
      if (row.uid && row.flags !== undefined) changes.push({ uid: row.uid, flags: canonicalNames(row.flags) })
    }
    return changes
  })
}

/** Only what was asked for, each once, newest first; a server may send more, or twice. */
async function fetchHeaders(
  client: ImapFlow,
  which: readonly number[] | { newest: number },
): Promise<HeaderRow[]> {
  const wanted = 'newest' in which ? null : new Set(which)
  const most = 'newest' in which ? which.newest : which.length
  const rows = new Map<number, HeaderRow>()
  await speak(client, async () => {
    for await (const row of fetchRows(client, which, HEADER_QUERY)) {
      // A change of flags that arrives in between has a UID perhaps, but nothing else of what was asked.
      const asked = row.size !== undefined || row.envelope !== undefined
      // Cut to what a row needs at once: four hundred as long as a server likes would fill the memory.
      const isWanted = wanted === null ? row.uid > 0 && rows.size < most : wanted.has(row.uid)
      if (isWanted && asked) rows.set(row.uid, readHeader(row))
    }
  })
  return [...rows.values()].sort((a, b) => b.uid - a.uid)
}
