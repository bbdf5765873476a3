import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { countMissingBodies, receivedAtOfMissing } from '../store/bodies.ts'
import { listFolders } from '../store/folders.ts'
import { listIdentities } from '../store/identities.ts'
import { keptSince, largestKept } from '../store/offline.ts'
import { indexByHeaders } from '../store/search-index.ts'
import { completeAttachments } from './complete-attachments.ts'
import { downloadBodies } from './download-bodies.ts'
import type { IngestMessage } from './ingest-message.ts'
import { type HeaderSync, passOver, syncHeaders } from './sync-headers.ts'
export interface AccountSync extends HeaderSync {
  ingest: IngestMessage
  /** Opens another connection in place of one that was lost. @throws MailError */
  reconnect(): Promise<ImapFlow>
  reconnectDelay(attempt: number): number
  bodyStored(messageId: MessageId, folderId: FolderId): void
  alreadyHere(messageId: MessageId): boolean
  /** Called when all rows are up to date; the bodies may take hours. */
  listed(): void
  /** Asked before each batch of bodies: false when they are to come another way. */
  mayGoOn(): boolean
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
export async function syncAccount(first: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account, unreadable } = sync
  const client = await syncHeaders(first, sync)
  sync.listed()
  await syncBodies(client, sync)
  const inbox = listFolders(store.read, account.id).find(({ role }) => role === 'inbox')
  const trouble = inbox && unreadable.get(inbox.id)
  if (trouble) throw trouble
}
/**
 * What is missing of all folders, newest first; what is older than the user keeps here is found by its headers. Then
 * attachments that were left out when the user wanted less of them.
 */
export async function syncBodies(first: ImapFlow, sync: AccountSync): Promise<void> {
  const { store, account, log, ingest, signal, reconnect, reconnectDelay, makeRoom, mayGoOn, alreadyHere } =
    sync
  const since = () => keptSince(store.read, account.id, Date.now())
  const before = Math.max(since(), receivedAtOfMissing(store.read, account.id, SOON))
  while (store.write((db) => indexByHeaders(db, account.id, before, INDEXED_AT_ONCE)) > 0) await nextTurn()
  const total = countMissingBodies(store.read, account.id, since())
  let done = 0
  let client = first
  if (total > 0) {
    sync.report('bodies', done, total)
    client = await downloadBodies(first, {
      ...{ store, log, ingest, signal, alreadyHere, reconnect, reconnectDelay, makeRoom, mayGoOn, since },
      accountId: account.id,
      largest: largestKept(store.read, account.id),
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
  await completeAttachments(client, sync)
}
