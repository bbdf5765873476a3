import type { ImapFlow } from 'imapflow'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import { listFolderStates } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import type { KeptConnection } from './kept-connection.ts'
import { syncFolder } from './sync-folder.ts'
import type { Turns } from './turns.ts'

export interface FolderRefresh {
  account: Account
  store: Store
  connection: KeptConnection
  folderTurns: Turns<string>
  folderChanged(folderId: FolderId): void
}

/**
 * Brings one folder's rows up to date, ahead of a sync that may be under way. However often it is asked meanwhile,
 * it looks once more and not as often. Mails that left the folder stay stored until the next sync has looked for
 * them in all the others.
 *
 * @returns a function that ends when the folder is as it was when asked, or later. @throws MailError
 */
export function createFolderRefresh(refresh: FolderRefresh): (path: string) => Promise<void> {
  const { account, store, connection, folderTurns, folderChanged } = refresh
  const next = new Map<string, Promise<void>>()

  async function lookOver(first: ImapFlow, path: string): Promise<void> {
    let client = first
    for (let isDone = false; !isDone; ) {
      client = await connection.makeRoom(client)
      isDone = await folderTurns(path, async () => {
        next.delete(path)
        const folder = listFolderStates(store.read, account.id).find((one) => one.path === path)
        if (folder === undefined) return true
        const stored = () => folderChanged(folder.id)
        return syncFolder(client, store, folder, { planned() {}, stored, isWanted: connection.isWanted })
      })
    }
  }

  return (path) => {
    const joined = next.get(path)
    if (joined) return joined
    const coming = connection
      .run((client) => lookOver(client, path))
      .finally(() => {
        if (next.get(path) === coming) next.delete(path)
      })
    next.set(path, coming)
    return coming
  }
}
