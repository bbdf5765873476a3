import type { Database } from 'better-sqlite3'

/** What the user did to mails and the servers have yet to be told. */
export function operations(connection: Database): void {
  connection.exec(`
    -- message_id, folder_id, target_id: without keys to their tables, for an act outlives what a sync deletes.
    -- uid: in folder_id, as of uid_validity; below 0 while an earlier operation has yet to bring the mail there, null
    -- once the folder was made anew. target_uid: the same in target_id; null where the mail lay there before.
    -- placed_flags: what the server had when the mail left folder_id. flag: as placements.flags has it.
    -- unsure 1: the server was asked and has not answered; it may have been done.
    -- done: kept as long as the user may undo it. not_before: Unix time in ms.
    CREATE TABLE operations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      undo_id INTEGER,
      account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
      kind TEXT NOT NULL,
      message_id INTEGER NOT NULL,
      folder_id INTEGER NOT NULL,
      uid INTEGER,
      uid_validity INTEGER,
      placed_flags TEXT,
      flag TEXT,
      flag_on INTEGER,
      target_id INTEGER,
      target_uid INTEGER,
      state TEXT NOT NULL,
      unsure INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL DEFAULT 0,
      failure_json TEXT
    ) STRICT;
    CREATE INDEX operations_by_source ON operations (folder_id, uid) WHERE state <> 'done';
    CREATE INDEX operations_by_target ON operations (target_id, target_uid);
    CREATE INDEX operations_by_message ON operations (message_id, id) WHERE state <> 'done';
    CREATE INDEX operations_by_account ON operations (account_id, state, id);
    CREATE INDEX operations_by_undo ON operations (undo_id) WHERE undo_id IS NOT NULL;
  `)
}
