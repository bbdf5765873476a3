import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import type { Log } from '../log/log.ts'
import { countMissingBodies, receivedAtOfMissing } from '../store/bodies.ts'
import { listFolderStates, listFolders, readFolderState } from '../store/folders.ts'
import { listIdentities } from '../store/identities.ts'
import { keptSince } from '../store/offline.ts'
import type { Store } from '../store/open-store.ts'
import { countAhead } from '../store/pending.ts'
import { deleteOrphans } from '../store/placements.ts'
import { indexByHeaders } from '../store/search-index.ts'
import { downloadBodies } from './download-bodies.ts'
import type { IngestMessage } from './ingest-message.ts'
import { listMailboxes } from './list-mailboxes.ts'
import { isFoldersOwn } from './open-folder.ts'
import { isUnchanged } from './plan-sync.ts'
import { syncFolder } from './sync-folder.ts'
import type { Turns } from './turns.ts'

/** What it takes to bring rows up to date. */
export interface HeaderSync {
  account: Account
  store: Store
  log: Log
  /** By path: nothing else happens in a folder while its headers are synced. '': of all folders together. */
  folderTurns: Turns<string>
  report(phase: SyncState['phase'], done: number, total: number): void
  folderChanged(folderId: FolderId): void
  /** Folders that the server did not let read, and what was wrong. */
  unreadable: Map<FolderId, MailError>
  /** How many folders are more than are looked at. */
  leftOut(count: number): void
}

export interface AccountSync extends HeaderSync {
  ingest: IngestMessage
  /** Opens another connection in place of one that was lost. @throws MailError */
  reconnect(): Promise<ImapFlow>
  reconnectDelay(attempt: number): number
  /** Closes the connection and waits, if something more urgent has none. */
  makeRoom(client: ImapFlow): Promise<ImapFlow>
  bodyStored(messageId: MessageId, folderId: FolderId): void
  alreadyHere(messageId: MessageId): boolean
  /** Called when all rows are up to date; the bodies may take hours. */
  listed(): void
  /** Asked before each batch of bodies: false when they are to come another way. */
  mayGoOn(): boolean
  signal: AbortSignal
}

/** Search knows these by their headers as soon as the bodies of the newest this many would take long to come. */
const SOON = 5_000
/** About 5 ms of writing. */
const INDEXED_AT_ONCE = 100

/**
 * Folders, then headers of all folders, the inbox first, then bodies. Ends when this account is up to date, but for
 * folders that the server does not let read.
 *
 * @throws MailError also when that is the inbox, after all else.
 */
export async function syncAccount(client: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account, unreadable } = sync
  unreadable.clear()
  sync.report('folders', 0, 0)
  await syncHeaders(client, sync)
  sync.listed()
  await syncBodies(client, sync)
  const inbox = listFolders(store.read, account.id).find(({ role }) => role === 'inbox')
  const trouble = inbox && unreadable.get(inbox.id)
  if (trouble) throw trouble
}

/** One at a time: one that began earlier would take what came since for gone. */
export function syncHeaders(client: ImapFlow, sync: HeaderSync): Promise<void> {
  return sync.folderTurns('', () => syncFolders(client, sync))
}

async function syncFolders(client: ImapFlow, sync: HeaderSync): Promise<void> {
  const { store, account, unreadable } = sync
  const { statuses, leftOut } = await listMailboxes(client, store, account.id)
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
    const progress = {
      planned(count: number) {
        total += count
        sync.report('headers', done, total)
      },
      stored(count: number) {
        done += count
        sync.folderChanged(id)
        sync.report('headers', done, total)
      },
    }
    try {
      await sync.folderTurns(state.path, async () => {
        // It may have been refreshed while this waited for its turn.
        const current = readFolderState(store.read, id)
        if (current) await syncFolder(client, store, current, progress)
      })
    } catch (error) {
      if (!isFoldersOwn(error, client)) throw error
      passOver(sync, id, error)
    }
  }
  // Only now: a mail that left one folder may have come into another, one that could not be looked at among them.
  if (unreadable.size === 0) while (store.write((db) => deleteOrphans(db, account.id)) > 0);
}

function passOver({ account, log, unreadable }: HeaderSync, folderId: FolderId, error: MailError): void {
  // One that was made anew since its rows were read is no message's fault; the next sync reads them again.
  const wasMadeAnew = error.code === 'message-unavailable'
  const trouble = wasMadeAnew ? new MailError('server-misbehaved', { retry: 'now', cause: error }) : error
  unreadable.set(folderId, trouble)
  log.failure('folder-failed', error, { account: account.id, folder: folderId })
}

/** What is missing of all folders, newest first; what is older than the user keeps here is found by its headers. */
export async function syncBodies(client: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account, log, ingest, signal, reconnect, reconnectDelay, makeRoom, mayGoOn, alreadyHere } =
    sync
  const since = () => keptSince(store.read, account.id, Date.now())
  const before = Math.max(since(), receivedAtOfMissing(store.read, account.id, SOON))
  while (store.write((db) => indexByHeaders(db, account.id, before, INDEXED_AT_ONCE)) > 0) await nextTurn()
  const total = countMissingBodies(store.read, account.id, since())
  if (total === 0) return
  let done = 0
  sync.report('bodies', done, total)
  await downloadBodies(client, {
    ...{ store, log, ingest, signal, alreadyHere, reconnect, reconnectDelay, makeRoom, mayGoOn, since },
    accountId: account.id,
    recipients: listIdentities(store.read, account),
    passOver: (folderId, error) => passOver(sync, folderId, error),
    stored({ messageId, folderId }) {
      done += 1
      sync.bodyStored(messageId, folderId)
      sync.report('bodies', done, Math.max(done, total))
    },
  })
  log.info('bodies-downloaded', { account: account.id, count: done })
}
