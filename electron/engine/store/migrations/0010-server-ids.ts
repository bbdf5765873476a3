import type { Database } from 'better-sqlite3'

/** What the server calls folders and mails, where it says so (RFC 8474): it stays when they are renamed or moved. */
export function serverIds(connection: Database): void {
  connection.exec(`
    ALTER TABLE folders ADD COLUMN mailbox_id TEXT;
    ALTER TABLE messages ADD COLUMN email_id TEXT;
    CREATE INDEX messages_by_email_id ON messages (account_id, email_id) WHERE email_id IS NOT NULL;
  `)
}
