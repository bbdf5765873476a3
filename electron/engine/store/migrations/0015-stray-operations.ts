import type { Database } from 'better-sqlite3'

/** What tells a mail that another program has moved since the user acted from one that was there before. */
export function strayOperations(connection: Database): void {
  connection.exec(`
    -- elsewhere_json: ids of the folders in which the mail lay besides when the user acted.
    -- latest_message_id: no mail had a higher id then.
    ALTER TABLE operations ADD COLUMN elsewhere_json TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE operations ADD COLUMN latest_message_id INTEGER NOT NULL DEFAULT 0;
    UPDATE operations SET latest_message_id = (SELECT coalesce(max(id), 0) FROM messages),
      elsewhere_json = (SELECT json_group_array(folder_id) FROM placements
        WHERE message_id = operations.message_id AND folder_id <> operations.folder_id);
    -- Mails that are not any more where the operation was to find them.
    CREATE INDEX operations_stray ON operations (account_id, id) WHERE uid IS NULL AND state <> 'done';
  `)
}
