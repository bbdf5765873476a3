import type { AccountId } from '../../../shared/models/account.ts'
import {
  type Folder,
  type FolderId,
  type FolderRole,
  folderRoleSchema,
} from '../../../shared/models/folder.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'
import { removeGoneFolder } from './stray-mails.ts'

/** What sync knows of a folder; null where the server was not asked yet. */
export interface FolderState {
  id: FolderId
  accountId: AccountId
  path: string
  delimiter: string
  name: string
  role: FolderRole | null
  uidValidity: number | null
  uidNext: number | null
  /** Decimal: it may be larger than a double counts exactly. */
  highestModseq: string | null
  /** MAILBOXID of RFC 8474, which stays when the folder is renamed; null where the server gives none. */
  mailboxId: string | null
}

/** Inbox first, then the folders with a role, then the others by path. */
export function listFolders(db: ReadableDatabase, accountId: AccountId): Folder[] {
  const folders = db.all(sql<Folder>`
    SELECT id, account_id AS accountId, path, name, role, total, unread FROM folders
    WHERE account_id = ${accountId} ORDER BY path`)
  return folders.sort((a, b) => rankOf(a.role) - rankOf(b.role))
}

function rankOf(role: FolderRole | null): number {
  const roles = folderRoleSchema.options
  return role === null ? roles.length : roles.indexOf(role)
}

export function listFolderStates(db: ReadableDatabase, accountId: AccountId): FolderState[] {
  return db.all(sql<FolderState>`
    SELECT id, account_id AS accountId, path, delimiter, name, role, uid_validity AS uidValidity,
      uid_next AS uidNext, highest_modseq AS highestModseq, mailbox_id AS mailboxId
    FROM folders WHERE account_id = ${accountId} ORDER BY id`)
}

export function readFolderState(db: ReadableDatabase, id: FolderId): FolderState | undefined {
  return db.get(sql<FolderState>`
    SELECT id, account_id AS accountId, path, delimiter, name, role, uid_validity AS uidValidity,
      uid_next AS uidNext, highest_modseq AS highestModseq, mailbox_id AS mailboxId
    FROM folders WHERE id = ${id}`)
}

/** Inserts the folder, or renews delimiter, name and role of the one at that path. */
export function saveFolder(
  db: WritableDatabase,
  accountId: AccountId,
  folder: { path: string; delimiter: string; name: string; role: FolderRole | null },
): FolderId {
  const known = db.get(sql<{ id: FolderId }>`
    SELECT id FROM folders WHERE account_id = ${accountId} AND path = ${folder.path}`)
  if (known === undefined) {
    return db.insert(sql<FolderId>`
      INSERT INTO folders (account_id, path, delimiter, name, role)
      VALUES (${accountId}, ${folder.path}, ${folder.delimiter}, ${folder.name}, ${folder.role})`)
  }
  db.run(sql`
    UPDATE folders SET delimiter = ${folder.delimiter}, name = ${folder.name}, role = ${folder.role}
    WHERE id = ${known.id}`)
  return known.id
}

export function saveFolderState(
  db: WritableDatabase,
  folderId: FolderId,
  state: {
    uidValidity: number
    uidNext: number | null
    highestModseq: string | null
    mailboxId?: string | null
  },
): void {
  db.run(sql`
    UPDATE folders SET uid_validity = ${state.uidValidity}, uid_next = ${state.uidNext},
      highest_modseq = ${state.highestModseq}, mailbox_id = ${state.mailboxId ?? null}
    WHERE id = ${folderId}`)
}

/** Name and role follow by `saveFolder`, when the folders of the server are saved. */
export function renameFolder(db: WritableDatabase, id: FolderId, path: string): void {
  db.run(sql`UPDATE folders SET path = ${path} WHERE id = ${id}`)
}

/** What makes a mail that was listed before the same. */
export interface PlacedMail {
  uid: number
  size: number
  /** Unix time in ms. */
  receivedAt: number
}

/** Those with the highest UIDs. */
export function newestPlaced(db: ReadableDatabase, folderId: FolderId, limit: number): PlacedMail[] {
  return db.all(sql<PlacedMail>`
    SELECT uid, size, messages.received_at AS receivedAt
    FROM placements JOIN messages ON messages.id = message_id
    WHERE folder_id = ${folderId} AND uid > 0 ORDER BY uid DESC LIMIT ${limit}`)
}

/** Leaves the messages: they may be in another folder by now, which is known before `deleteOrphans` runs. */
export function deleteFolder(db: WritableDatabase, id: FolderId): void {
  removeGoneFolder(db, id)
  db.run(sql`DELETE FROM folders WHERE id = ${id}`)
}
