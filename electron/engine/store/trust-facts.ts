/** What the store knows of whom a mail is from. */
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId, FolderRole } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase } from './database.ts'
import type { IngestedAuthentication } from './ingested-message.ts'
import { sql } from './sql.ts'

export interface MessageOrigin {
  accountId: AccountId
  /** The From address as it came. */
  from: string
  /** null when no parser that knows of it has read the mail. */
  authentication: IngestedAuthentication | null
  /** Of every folder that holds the message. */
  roles: (FolderRole | null)[]
}

export function readOrigin(db: ReadableDatabase, messageId: MessageId): MessageOrigin | undefined {
  const row = db.get(sql<{ accountId: AccountId; from: string; json: string | null }>`
    SELECT account_id AS accountId, from_address AS "from", authentication_json AS json
    FROM messages WHERE id = ${messageId}`)
  if (row === undefined) return undefined
  const folders = db.all(sql<{ role: FolderRole | null }>`
    SELECT folders.role FROM placements JOIN folders ON folders.id = placements.folder_id
    WHERE placements.message_id = ${messageId}`)
  const { json, ...origin } = row
  return {
    ...origin,
    authentication: json === null ? null : JSON.parse(json),
    roles: folders.map(({ role }) => role),
  }
}

/** Whether any account has sent a mail to this address, in lower case. */
export function isContact(db: ReadableDatabase, address: string): boolean {
  return db.get(sql`SELECT 1 FROM contacts WHERE address = ${address} LIMIT 1`) !== undefined
}

export interface ArrivalRow {
  /** Unix time in ms, by the user's own server. */
  receivedAt: number
  authentication: IngestedAuthentication
}

/** Of the inbox's newest mails those that were read, newest first. */
export function listArrivals(db: ReadableDatabase, accountId: AccountId, limit: number): ArrivalRow[] {
  const inbox = db.get(sql<{ id: FolderId }>`
    SELECT id FROM folders WHERE account_id = ${accountId} AND role = 'inbox'`)
  if (inbox === undefined) return []
  const rows = db.all(sql<{ receivedAt: number; json: string | null }>`
    SELECT p.received_at AS receivedAt, m.authentication_json AS json
    FROM placements AS p CROSS JOIN messages AS m ON m.id = p.message_id
    WHERE p.folder_id = ${inbox.id} ORDER BY p.received_at DESC, p.message_id DESC LIMIT ${limit}`)
  return rows.flatMap(({ receivedAt, json }) =>
    json === null ? [] : [{ receivedAt, authentication: JSON.parse(json) }],
  )
}
