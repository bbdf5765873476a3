import type { ImapFlow } from 'imapflow'
import type { Account, SyncState } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Log } from '../log/log.ts'
import { countMissingBodies } from '../store/bodies.ts'
import { listFolderStates, listFolders } from '../store/folders.ts'
import { listIdentities } from '../store/identities.ts'
import type { Store } from '../store/open-store.ts'
import { deleteOrphans } from '../store/placements.ts'
import { downloadBodies } from './download-bodies.ts'
import type { IngestMessage } from './ingest-message.ts'
import { listMailboxes } from './list-mailboxes.ts'
import { syncFolder } from './sync-folder.ts'
import type { Turns } from './turns.ts'

export interface AccountSync {
  account: Account
  store: Store
  log: Log
  ingest: IngestMessage
  /** @throws MailError */
  connect(): Promise<ImapFlow>
  /** By path: nothing else happens in a folder while its headers are synced. */
  folderTurns: Turns<string>
  report(phase: SyncState['phase'], done: number, total: number): void
  folderChanged(folderId: FolderId): void
  bodyStored(messageId: MessageId, folderId: FolderId): void
  alreadyHere(messageId: MessageId): boolean
  signal: AbortSignal
}

/** Folders, then headers of all folders, the inbox first, then bodies. Ends when this account is up to date. */
export async function syncAccount(sync: AccountSync): Promise<void> {
  sync.report('connecting', 0, 0)
  let client = await sync.connect()
  try {
    sync.report('folders', 0, 0)
    await listMailboxes(client, sync.store, sync.account.id)
    await syncHeaders(client, sync)
    client = await syncBodies(client, sync)
    // A server that does not say goodbye in time has said all that matters.
    await client.logout().catch(() => {})
  } finally {
    client.close()
  }
}

async function syncHeaders(client: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account } = sync
  const states = new Map(listFolderStates(store.read, account.id).map((state) => [state.id, state]))
  let done = 0
  let total = 0
  sync.report('headers', done, total)
  for (const { id } of listFolders(store.read, account.id)) {
    const state = states.get(id)
    if (state === undefined) continue
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
    await sync.folderTurns(state.path, () => syncFolder(client, store, state, progress))
  }
  // Only now: a mail that left one folder may have come into another.
  while (store.write((db) => deleteOrphans(db, account.id)) > 0);
}

async function syncBodies(client: ImapFlow, sync: AccountSync): Promise<ImapFlow> {
  const { store, account, log, ingest, signal, connect, alreadyHere } = sync
  const total = countMissingBodies(store.read, account.id)
  let done = 0
  sync.report('bodies', done, total)
  const last = await downloadBodies(client, {
    ...{ store, log, ingest, signal, alreadyHere, reconnect: connect },
    accountId: account.id,
    recipients: listIdentities(store.read, account),
    stored({ messageId, folderId }) {
      done += 1
      sync.bodyStored(messageId, folderId)
      sync.report('bodies', done, Math.max(done, total))
    },
  })
  log.info('bodies-downloaded', { account: account.id, count: done })
  return last
}
