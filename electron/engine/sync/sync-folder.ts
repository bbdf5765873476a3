import type { ImapFlow } from 'imapflow'
import { clearFolder } from '../store/clear-folder.ts'
import { type FolderState, saveFolderState } from '../store/folders.ts'
import { inTurns } from '../store/in-turns.ts'
import type { Store } from '../store/open-store.ts'
import {
  canonicalFlags,
  type HeaderRow,
  insertHeaders,
  listPlacements,
  saveFlagAnswers,
} from '../store/placements.ts'
import { removeGone } from '../store/stray-mails.ts'
import { fetchFlags, fetchHeaders, fetchNewestHeaders, searchUids } from './ask-folder.ts'
import { reopenFolder, type Since } from './open-folder.ts'
import {
  type LocalPlacement,
  planQuestions,
  planSync,
  type ServerFolder,
  tellsOfOthers,
  toBatches,
  uidsAfter,
} from './plan-sync.ts'

/** A screen of rows. */
const FIRST_BATCH = 50
/** One FETCH. */
const LATER_BATCH = 400
/** So many are sure to be written in less than 10 ms. */
const ROWS_AT_ONCE = 20

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
  const since = questions.flags === 'changed' ? folder.highestModseq : null
  const asked = async () => (questions.flags === 'none' ? [] : fetchFlags(client, known, since))
  const flags = questions.restart ? [] : (changes?.flags ?? (await asked()))
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
  if (questions.restart || plan.remove.length + plan.flags.length > 0) progress.stored(0)
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
    const rows = await fetchNewestHeaders(client, FIRST_BATCH)
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
