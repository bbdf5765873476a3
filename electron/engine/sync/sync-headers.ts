import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { Log } from '../log/log.ts'
import { listFolderStates, listFolders, readFolderState } from '../store/folders.ts'
import { inTurns } from '../store/in-turns.ts'
import type { Store } from '../store/open-store.ts'
import { deleteOrphans, listOrphans, ORPHANS_AT_ONCE } from '../store/orphans.ts'
import { countAhead } from '../store/pending.ts'
import { listMailboxes } from './list-mailboxes.ts'
import { isFoldersOwn } from './open-folder.ts'
import { isUnchanged } from './plan-sync.ts'
import { type FolderProgress, syncFolder } from './sync-folder.ts'
import type { SyncProgress } from './sync-progress.ts'
import type { Turns } from './turns.ts'

export interface HeaderSync
  extends Pick<SyncProgress, 'report' | 'folderChanged' | 'unreadable' | 'leftOut'>,
    Pick<FolderProgress, 'isWanted'> {
  account: Account
  store: Store
  log: Log
  /** Closes the connection and waits, if something more urgent has none. */
  makeRoom(client: ImapFlow): Promise<ImapFlow>
  /** By path: nothing else happens in a folder while its headers are synced. */
  folderTurns: Turns<string>
  signal: AbortSignal
}

/** No folder has it: the turn of the list of them. */
const LISTING = ''

/**
 * Folders, then headers of all folders, the inbox first.
 *
 * @returns the connection that is open at the end.
 */
export async function syncHeaders(first: ImapFlow, sync: HeaderSync): Promise<ImapFlow> {
  const { store, account, unreadable, folderTurns } = sync
  let client = first
  unreadable.clear()
  sync.report('folders', 0, 0)
  // What leaves a folder from now on may come into one that was looked at by then: it is kept until the next time.
  const orphans = listOrphans(store.read, account.id)
  const { statuses, leftOut } = await folderTurns(LISTING, () => listMailboxes(client, store, account.id))
  sync.leftOut(leftOut)
  const states = new Map(listFolderStates(store.read, account.id).map((state) => [state.id, state]))
  let done = 0
  let total = 0
  sync.report('headers', done, total)
  for (const { id, total: known } of listFolders(store.read, account.id)) {
    const state = states.get(id)
    // One that is not there is yet to be made, or has gone though mails were to come into it.
    if (state === undefined || !statuses.has(state.path)) continue
    const status = statuses.get(state.path)
    if (status && isUnchanged({ ...state, known: known + countAhead(store.read, id) }, status)) continue
    const progress: FolderProgress = {
      planned(count) {
        total += count
        sync.report('headers', done, total)
      },
      stored(count) {
        done += count
        sync.folderChanged(id)
        sync.report('headers', done, total)
      },
      isWanted: sync.isWanted,
    }
    try {
      for (let isDone = false; !isDone; ) {
        // Never within a turn: whoever gets the place may wait for that very turn.
        client = await sync.makeRoom(client)
        sync.signal.throwIfAborted()
        isDone = await folderTurns(state.path, async () => {
          // It may have been refreshed while this waited for its turn.
          const current = readFolderState(store.read, id)
          return current === undefined || syncFolder(client, store, current, progress)
        })
      }
    } catch (error) {
      if (!isFoldersOwn(error, client)) throw error
      passOver(sync, id, error)
    }
  }
  // Only now: a mail that left one folder may have come into another, one that could not be looked at among them.
  const mayHoldThem = [...unreadable.keys()].some(
    (id) => readFolderState(store.read, id)?.uidValidity != null,
  )
  if (!mayHoldThem) await inTurns(store, orphans, ORPHANS_AT_ONCE, deleteOrphans)
  return client
}

/** That folder is not read now, and named. */
export function passOver(
  { account, log, unreadable }: Pick<HeaderSync, 'account' | 'log' | 'unreadable'>,
  folderId: FolderId,
  error: MailError,
): void {
  // One that was made anew since its rows were read is no message's fault; the next sync reads them again.
  const wasMadeAnew = error.code === 'message-unavailable'
  const trouble = wasMadeAnew ? new MailError('server-misbehaved', { retry: 'now', cause: error }) : error
  unreadable.set(folderId, trouble)
  log.failure('folder-failed', error, { account: account.id, folder: folderId })
}
