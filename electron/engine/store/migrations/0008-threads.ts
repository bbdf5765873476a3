import type { Database } from 'better-sqlite3'

/** Which mails are one conversation, and which mail of it a folder's list shows. */
export function threads(connection: Database): void {
  connection.exec(`
    -- Of two mails or more, or of one that is muted. A mail without a thread is alone.
    CREATE TABLE threads (
      id INTEGER PRIMARY KEY,
      account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
      muted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX threads_muted ON threads (account_id) WHERE muted = 1;

    -- See threading/thread-names.ts. All mails that mention a name are in one thread.
    CREATE TABLE thread_names (
      name INTEGER NOT NULL,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      PRIMARY KEY (name, message_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX thread_names_by_message ON thread_names (message_id);

    -- own_name: null until it has been looked where the mail belongs.
    -- bare_reply: 1 for a reply that does not say to what, which goes by its subject.
    ALTER TABLE messages ADD COLUMN thread_id INTEGER REFERENCES threads ON DELETE SET NULL;
    ALTER TABLE messages ADD COLUMN own_name INTEGER;
    ALTER TABLE messages ADD COLUMN subject_key INTEGER;
    ALTER TABLE messages ADD COLUMN bare_reply INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX messages_by_thread ON messages (thread_id, received_at DESC, id DESC)
      WHERE thread_id IS NOT NULL;
    CREATE INDEX messages_by_subject ON messages (subject_key, received_at, own_name)
      WHERE subject_key IS NOT NULL;
    CREATE INDEX messages_bare_replies ON messages (subject_key, received_at, own_name) WHERE bare_reply = 1;
    CREATE INDEX messages_unthreaded ON messages (received_at DESC, id DESC) WHERE own_name IS NULL;

    -- thread_id repeats the message's. newest: 1 for the latest mail of its thread in this folder, so that a list of
    -- conversations is one range of one index, and for every mail that is alone.
    ALTER TABLE placements ADD COLUMN thread_id INTEGER;
    ALTER TABLE placements ADD COLUMN newest INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX placements_by_thread ON placements (folder_id, thread_id, received_at DESC, message_id DESC)
      WHERE thread_id IS NOT NULL;
    CREATE INDEX placements_newest ON placements (folder_id, received_at DESC, message_id DESC)
      WHERE newest = 1;

    CREATE TRIGGER messages_threaded AFTER UPDATE OF thread_id ON messages
    WHEN old.thread_id IS NOT new.thread_id BEGIN
      UPDATE placements SET thread_id = new.thread_id WHERE message_id = new.id;
    END;
    CREATE TRIGGER placements_threaded_inserted AFTER INSERT ON placements
    WHEN (SELECT thread_id FROM messages WHERE id = new.message_id) IS NOT NULL BEGIN
      UPDATE placements SET thread_id = (SELECT thread_id FROM messages WHERE id = new.message_id)
        WHERE folder_id = new.folder_id AND uid = new.uid;
    END;
    CREATE TRIGGER placements_threaded AFTER UPDATE OF thread_id ON placements
    WHEN old.thread_id IS NOT new.thread_id BEGIN
      UPDATE placements SET newest = 1
        WHERE old.newest = 1 AND old.thread_id IS NOT NULL AND folder_id = old.folder_id AND uid = (
          SELECT uid FROM placements WHERE folder_id = old.folder_id AND thread_id = old.thread_id
          ORDER BY received_at DESC, message_id DESC LIMIT 1);
      UPDATE placements SET newest = new.thread_id IS NULL OR NOT EXISTS (
          SELECT 1 FROM placements AS newer
          WHERE newer.folder_id = new.folder_id AND newer.thread_id = new.thread_id
            AND (newer.received_at, newer.message_id) > (new.received_at, new.message_id))
        WHERE folder_id = new.folder_id AND uid = new.uid;
      UPDATE placements SET newest = 0
        WHERE newest = 1 AND folder_id = new.folder_id AND uid = (
          SELECT uid FROM placements AS older
          WHERE older.folder_id = new.folder_id AND older.thread_id = new.thread_id
            AND (older.received_at, older.message_id) < (new.received_at, new.message_id)
          ORDER BY received_at DESC, message_id DESC LIMIT 1);
    END;
    CREATE TRIGGER placements_threaded_deleted AFTER DELETE ON placements
    WHEN old.newest = 1 AND old.thread_id IS NOT NULL BEGIN
      UPDATE placements SET newest = 1
        WHERE folder_id = old.folder_id AND uid = (
          SELECT uid FROM placements WHERE folder_id = old.folder_id AND thread_id = old.thread_id
          ORDER BY received_at DESC, message_id DESC LIMIT 1);
    END;
  `)
}
