import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import { speak } from '../network/open-imap.ts'
import {
  type FolderState,
  listFolderStates,
  newestPlaced,
  type PlacedMail,
  renameFolder,
} from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import { fetchRows } from './fetch-rows.ts'
import { openFolder } from './open-folder.ts'
import type { ServerFolder } from './plan-sync.ts'

/** Whoever renames more at once gets the rest listed anew; no body is fetched again for it. */
const MOST = 200
/** So many mails that are as they were before make a folder the same. */
const SAMPLE = 5

/**
 * Finds folders again that have another name now, so that they keep their rows: by their id (RFC 8474) where the
 * server gives any, else by UIDVALIDITY and the newest mails in them. UIDVALIDITY alone says little: many a server
 * gives all its folders the same.
 */
export async function followRenames(
  client: ImapFlow,
  store: Store,
  accountId: AccountId,
  paths: readonly string[],
): Promise<void> {
  const states = listFolderStates(store.read, accountId)
  const [known, present] = [new Set(states.map(({ path }) => path)), new Set(paths)]
  const missing = states.filter(({ path, uidValidity }) => !present.has(path) && uidValidity !== null)
  const added = paths.filter((path) => !known.has(path)).slice(0, MOST)
  for (const path of added) {
    if (missing.length === 0) return
    const opened = await openIfAllowed(client, path)
    if (opened === null) continue
    for (const [index, folder] of missing.entries()) {
      if (!(await isSame(client, store, folder, opened))) continue
      store.write((db) => renameFolder(db, folder.id, path))
      missing.splice(index, 1)
      break
    }
  }
}

async function openIfAllowed(client: ImapFlow, path: string): Promise<ServerFolder | null> {
  try {
    return await openFolder(client, path)
  } catch (error) {
    // A folder that can't be opened now is met again when its headers are synced.
    if (error instanceof MailError && client.usable) return null
    throw error
  }
}

async function isSame(
  client: ImapFlow,
  store: Store,
  folder: FolderState,
  opened: ServerFolder,
): Promise<boolean> {
  if (folder.uidValidity !== opened.uidValidity) return false
  if (folder.mailboxId !== null && opened.mailboxId !== null) return folder.mailboxId === opened.mailboxId
  if (folder.uidNext === null || opened.uidNext === null || opened.uidNext < folder.uidNext) return false
  const sample = newestPlaced(store.read, folder.id, SAMPLE)
  return sample.length > 0 && (await holds(client, sample))
}

/** Whether the folder that is open has these mails, or those of them that were not expunged meanwhile. */
async function holds(client: ImapFlow, sample: readonly PlacedMail[]): Promise<boolean> {
  const wanted = new Map(sample.map((mail) => [mail.uid, mail]))
  const query = { uid: true, size: true, internalDate: true }
  let [same, other] = [0, 0]
  await speak(client, async () => {
    for await (const row of fetchRows(client, [...wanted.keys()], query)) {
      const mail = wanted.get(row.uid)
      if (mail === undefined || row.size === undefined) continue
      const receivedAt = row.internalDate instanceof Date ? row.internalDate.getTime() : Number.NaN
      if (mail.size === row.size && mail.receivedAt === receivedAt) same += 1
      else other += 1
    }
  })
  return same > 0 && other === 0
}
