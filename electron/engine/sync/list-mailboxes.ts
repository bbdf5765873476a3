import type { ImapFlow, ListResponse } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import { type FolderRole, folderRoleSchema } from '../../../shared/models/folder.ts'
import { speak } from '../network/open-imap.ts'
import { deleteFolder, listFolderStates, saveFolder } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'

const MAX_FOLDERS = 5_000
const MAX_PATH = 1_000

/** "\Sent" of RFC 6154, and imapflow's "\Inbox", as our roles. */
function roleOf(specialUse: string | undefined): FolderRole | null {
  return folderRoleSchema.safeParse(specialUse?.slice(1).toLowerCase()).data ?? null
}

function isSelectable({ flags, path }: ListResponse): boolean {
  return !flags.has('\\Noselect') && !flags.has('\\NonExistent') && path.length <= MAX_PATH
}

/** Makes the store's folders those of the server, in one transaction. */
export async function listMailboxes(client: ImapFlow, store: Store, accountId: AccountId): Promise<void> {
  const listed = await speak(client, () => client.list())
  const folders = listed.filter(isSelectable).slice(0, MAX_FOLDERS)
  // Every account has INBOX (RFC 3501 5.1): a list without it is a fault, and must not delete all mail here.
  if (!folders.some(({ path }) => path.toUpperCase() === 'INBOX')) throw new MailError('server-misbehaved')
  store.write((db) => {
    const present = new Set(folders.map(({ path }) => path))
    for (const known of listFolderStates(db, accountId)) {
      if (!present.has(known.path)) deleteFolder(db, known.id)
    }
    for (const { path, delimiter, name, specialUse } of folders) {
      saveFolder(db, accountId, { path, delimiter: delimiter ?? '', name, role: roleOf(specialUse) })
    }
  })
}
