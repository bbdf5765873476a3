import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { WritableDatabase } from '../store/database.ts'
import { listFolderStates, saveFolder } from '../store/folders.ts'

const NAMES = { inbox: 'INBOX', archive: 'Archive', junk: 'Junk', trash: 'Trash' }

/**
 * The account's folder for that, Gmail's "All Mail" for its archive. One that is missing is shown at once and made on
 * the server when the first mail goes there.
 */
export function roleFolder(db: WritableDatabase, accountId: AccountId, role: keyof typeof NAMES): FolderId {
  const folders = listFolderStates(db, accountId)
  const known =
    folders.find((folder) => folder.role === role) ??
    (role === 'archive' ? folders.find((folder) => folder.role === 'all') : undefined)
  if (known) return known.id
  const name = NAMES[role]
  const delimiter = folders.find((folder) => folder.delimiter !== '')?.delimiter ?? ''
  // Some servers keep all folders inside the inbox (RFC 2342).
  const others = folders.filter(({ path }) => path.toUpperCase() !== 'INBOX')
  const prefix = `INBOX${delimiter}`
  const isInside =
    delimiter !== '' && others.length > 0 && others.every(({ path }) => path.startsWith(prefix))
  const path = isInside ? prefix + name : name
  const ordinary = folders.find((folder) => folder.path === path)
  return ordinary?.id ?? saveFolder(db, accountId, { path, delimiter, name, role })
}
