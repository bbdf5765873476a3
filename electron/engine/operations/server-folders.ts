import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { ActingFolder, InFolder } from '../network/in-folder.ts'
import { type FolderState, listFolderStates, readFolderState, renameFolder } from '../store/folders.ts'
import { listLookAlikes, type MailLook, readLook } from '../store/mail-look.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredOperation } from '../store/operations.ts'
import { findMails } from './find-mails.ts'
import { findUids } from './find-uids.ts'

export interface ActingOn {
  store: Store
  account: Account
  inFolder: InFolder
}

/** Makes a folder that so far is only known here. @returns its path as the server spells it. */
export async function createTarget(client: ImapFlow, store: Store, target: FolderState): Promise<string> {
  if (target.uidValidity !== null) return target.path
  try {
    const { path } = await client.mailboxCreate(target.path)
    const isNew = listFolderStates(store.read, target.accountId).every((folder) => folder.path !== path)
    if (isNew) store.write((db) => renameFolder(db, target.id, path))
    return isNew ? path : target.path
  } catch (error) {
    if (!client.usable) throw error
    // It is there already, or what comes into it is refused too.
    return target.path
  }
}

/** Those of the UIDs that the open folder still holds; none when it was made anew. */
export async function listThere(
  client: ImapFlow,
  { uidValidity }: ActingFolder,
  batch: readonly StoredOperation[],
): Promise<ReadonlySet<number>> {
  const known = batch.flatMap((one) => (one.uidValidity === uidValidity && one.uid ? [one.uid] : []))
  return findUids(client, known)
}

/**
 * Which of the mails have come to the folder they are meant for, and where they are in it.
 *
 * @param strict they may not be there (`findMails`).
 * @param among UIDs that are theirs; none: to be searched for.
 * @throws MailError; where that is in doubt, 'not-found' for a folder that was there before: under another name it may hold them.
 */
export async function findInTarget(
  { store, account, inFolder }: ActingOn,
  target: FolderState,
  all: readonly StoredOperation[],
  strict: boolean,
  among: readonly number[] = [],
): Promise<Map<StoredOperation['id'], { uid: number; uidValidity: number }>> {
  const looks = looksOf(store, all)
  const others = all.flatMap(({ id, messageId }) => {
    const look = looks.get(id)
    return look ? listLookAlikes(store.read, target.id, messageId, look) : []
  })
  const path = readFolderState(store.read, target.id)?.path ?? target.path
  try {
    return await inFolder(account, path, async (client, { uidValidity }) => {
      const found = await findMails(client, looks, new Set(others), strict, among)
      return new Map([...found].map(([id, uid]) => [id, { uid, uidValidity }]))
    })
  } catch (error) {
    const isInDoubt = strict && target.uidValidity !== null
    if (isNotFound(error) && !isInDoubt) return new Map()
    throw error
  }
}

export async function isMissing({ account, inFolder }: ActingOn, { path }: FolderState): Promise<boolean> {
  try {
    await inFolder(account, path, async () => {})
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof MailError && error.code === 'not-found'
}

function looksOf(store: Store, all: readonly StoredOperation[]): Map<StoredOperation['id'], MailLook> {
  return new Map(
    all.flatMap(({ id, messageId }) => {
      const look = readLook(store.read, messageId)
      return look ? [[id, look]] : []
    }),
  )
}
