import type { ImapFlow, ListResponse } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import { hasCapability } from '../network/has-capability.ts'
import { speak, speakWithin } from '../network/open-imap.ts'
import { deleteFolder, listFolderStates, saveFolder } from '../store/folders.ts'
import { inTurns } from '../store/in-turns.ts'
import type { Store } from '../store/open-store.ts'
import { isAwaiting } from '../store/pending.ts'
import { listPlacements } from '../store/placements.ts'
import { removeGone } from '../store/stray-mails.ts'
import { rolesOf } from './folder-roles.ts'
import { followRenames } from './follow-renames.ts'
import { isFoldersOwn, uidValidityOf } from './open-folder.ts'
import type { ServerFolder } from './plan-sync.ts'

const MAX_FOLDERS = 5_000
/** Folders, or mails in one. */
const AT_ONCE = 20
const MAX_PATH = 1_000
/** Of 20,000 folders, what is in each included. */
const MAX_LIST_BYTES = 4 * 1024 * 1024

function isSelectable({ flags, path }: ListResponse): boolean {
  return !flags.has('\\Noselect') && !flags.has('\\NonExistent') && path.length <= MAX_PATH
}

/** By path; null where the server did not tell, or told of the folder that is open what it was like before. */
export type FolderStatuses = ReadonlyMap<string, (ServerFolder & { unseen: number | null }) | null>

const STATUS_QUERY = { messages: true, uidNext: true, uidValidity: true, highestModseq: true, unseen: true }

interface Listed {
  folders: ListResponse[]
  /** How many there are beyond those. */
  leftOut: number
}

/** All folders, subscribed or not; with what is in each if wanted, where the server can say so at once (RFC 5819). */
async function listSelectable(client: ImapFlow, withStatus: boolean): Promise<Listed> {
  const query = withStatus && hasCapability(client, 'LIST-STATUS') ? { statusQuery: STATUS_QUERY } : {}
  const all = await speakWithin(client, MAX_LIST_BYTES, () => client.list(query))
  // Gateways list a folder twice, or INBOX as Inbox too: the first has the role.
  const seen = new Set<string>()
  const listed = all.filter((one) => isSelectable(one) && !seen.has(one.path) && seen.add(one.path))
  return { folders: listed.slice(0, MAX_FOLDERS), leftOut: Math.max(0, listed.length - MAX_FOLDERS) }
}

function statusOf({ status }: ListResponse): (ServerFolder & { unseen: number | null }) | null {
  if (status?.uidValidity === undefined || status.messages === undefined) return null
  return {
    uidValidity: uidValidityOf({ uidValidity: status.uidValidity }),
    uidNext: status.uidNext ?? null,
    exists: status.messages,
    // 0: kept by the server, but not for this folder.
    highestModseq: status.highestModseq ? status.highestModseq.toString() : null,
    mailboxId: null,
    unseen: status.unseen ?? null,
  }
}

function statusesOf(client: ImapFlow, folders: readonly ListResponse[]): FolderStatuses {
  const open = client.mailbox ? client.mailbox.path : null
  return new Map(folders.map((folder) => [folder.path, folder.path === open ? null : statusOf(folder)]))
}

/** Asked one by one, more take longer than is fair to whoever listens over the same connection. */
const MOST_ASKED_ALONE = 200

/** One round trip, or one for each folder; null where that would be too many. */
export async function listStatuses(client: ImapFlow): Promise<FolderStatuses | null> {
  const { folders } = await listSelectable(client, true)
  if (hasCapability(client, 'LIST-STATUS')) return statusesOf(client, folders)
  if (folders.length > MOST_ASKED_ALONE) return null
  const statuses = new Map(statusesOf(client, folders))
  for (const folder of folders) {
    if (client.mailbox && client.mailbox.path === folder.path) continue
    // One that can't be asked is none that says anything of the others.
    const status = await speak(client, () => client.status(folder.path, STATUS_QUERY)).catch((error) => {
      if (isFoldersOwn(error, client)) return false
      throw error
    })
    if (typeof status === 'object') statuses.set(folder.path, statusOf({ ...folder, status }))
  }
  return statuses
}

/** Makes the store's folders those of the server. What lay in one that is gone is kept until all are synced. */
export async function listMailboxes(
  client: ImapFlow,
  store: Store,
  accountId: AccountId,
): Promise<{ statuses: FolderStatuses; leftOut: number }> {
  // A first sync opens all folders anyway, and the first rows are not to wait until the server has counted 200,000.
  const isFirst = listFolderStates(store.read, accountId).every(({ uidValidity }) => uidValidity === null)
  const { folders, leftOut } = await listSelectable(client, !isFirst)
  const statuses = statusesOf(client, folders)
  // Every account has INBOX (RFC 3501 5.1): a list without it is a fault, and must not delete all mail here.
  if (!folders.some(({ path }) => path.toUpperCase() === 'INBOX')) throw new MailError('server-misbehaved')
  const paths = folders.map(({ path }) => path)
  await followRenames(client, store, accountId, paths)
  const roles = rolesOf(folders)
  const present = new Set(paths)
  for (const { id, path } of listFolderStates(store.read, accountId)) {
    if (present.has(path) || isAwaiting(store.read, id)) continue
    const uids = listPlacements(store.read, id).map(({ uid }) => uid)
    await inTurns(store, uids, AT_ONCE, (db, gone) => removeGone(db, id, gone))
    store.write((db) => isAwaiting(db, id) || deleteFolder(db, id))
  }
  await inTurns(store, folders, AT_ONCE, (db, some) => {
    for (const { path, delimiter, name } of some) {
      saveFolder(db, accountId, { path, delimiter: delimiter ?? '', name, role: roles.get(path) ?? null })
    }
  })
  return { statuses, leftOut }
}
