import { setImmediate as nextTurn } from 'node:timers/promises'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { Store } from '../store/open-store.ts'
import { readOperation, type StoredOperation } from '../store/operations.ts'
import { giveUpStrays, listGhosts, takeAway } from '../store/stray-mails.ts'

/**
 * Brings the rows of all folders up to date.
 *
 * @returns whether every folder could be read.
 * @throws MailError
 */
export type LookAround = (account: Account) => Promise<boolean>

const AT_ONCE = 200

/**
 * Looks in all folders for mails that are not where they were to be found. The store points what waits for them to
 * where they are, as they are listed; what is then found nowhere is given up.
 *
 * @throws MailError 'server-refused' when something is not found, and there are folders that can't be read.
 */
export async function findStrays(
  parts: { store: Store; account: Account; look: LookAround; folderChanged(folderId: FolderId): void },
  strays: readonly StoredOperation[],
): Promise<void> {
  const { store, account, look, folderChanged } = parts
  const ghosts = listGhosts(store.read, account.id)
  const isSure = await look(account)
  const changed = new Set<FolderId>()
  const note = (folderIds: readonly FolderId[]) => {
    for (const folderId of folderIds) changed.add(folderId)
  }
  for (let start = 0; isSure && start < strays.length; start += AT_ONCE) {
    const ids = strays.slice(start, start + AT_ONCE).map(({ id }) => id)
    note(store.write((db) => giveUpStrays(db, ids)))
    await nextTurn()
  }
  const left = listGhosts(store.read, account.id).filter(({ folderId, uid }) =>
    ghosts.some((one) => one.folderId === folderId && one.uid === uid),
  )
  for (const { folderId, uid } of isSure ? left : []) {
    note([folderId, ...store.write((db) => takeAway(db, folderId, uid))])
  }
  for (const folderId of changed) folderChanged(folderId)
  const isLost = strays.some(({ id }) => readOperation(store.read, id)?.uid === null)
  if (!isSure && (isLost || left.length > 0)) throw new MailError('server-refused')
}
