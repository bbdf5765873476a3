import type { Database } from 'better-sqlite3'

/** Who is trusted with pictures: rules, the user's settings, people written to, and who each mail is from. */
export function trust(connection: Database): void {
  connection.exec(`
    -- identity: comparable, as parse/mail-domain.ts writes it. account_id: null in every account.
    CREATE TABLE trust_rules (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      scope TEXT NOT NULL,
      identity TEXT NOT NULL,
      decision TEXT NOT NULL,
      account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX trust_rules_by_identity ON trust_rules (identity, scope, ifnull(account_id, 0));

    CREATE TABLE settings (name TEXT PRIMARY KEY, value_json TEXT NOT NULL) STRICT;

    -- Whose Authentication-Results count; set_by: 'learnt', 'user', or null where nothing was learnt yet.
    ALTER TABLE accounts ADD COLUMN authserv_id TEXT;
    ALTER TABLE accounts ADD COLUMN authserv_set_by TEXT;

    -- What parse/authentication.ts read; null until a parser that knows it has read the mail.
    ALTER TABLE messages ADD COLUMN authentication_json TEXT;

    -- Everybody a mail in a folder of sent mail is addressed to.
    CREATE TABLE contacts (
      address TEXT NOT NULL,
      account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
      PRIMARY KEY (address, account_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contacts_by_account ON contacts (account_id);
    INSERT OR IGNORE INTO contacts (address, account_id)
      SELECT lower(json_extract(mailbox.value, '$.address')), messages.account_id
      FROM folders JOIN placements ON placements.folder_id = folders.id
        JOIN messages ON messages.id = placements.message_id,
        json_each(json_array(json(to_json), json(cc_json))) AS header, json_each(header.value) AS mailbox
      WHERE folders.role = 'sent' AND json_extract(mailbox.value, '$.address') <> '';
    CREATE TRIGGER placements_sent AFTER INSERT ON placements
    WHEN (SELECT role FROM folders WHERE id = new.folder_id) = 'sent' BEGIN
      INSERT OR IGNORE INTO contacts (address, account_id)
        SELECT lower(json_extract(mailbox.value, '$.address')), messages.account_id
        FROM messages, json_each(json_array(json(to_json), json(cc_json))) AS header,
          json_each(header.value) AS mailbox
        WHERE messages.id = new.message_id AND json_extract(mailbox.value, '$.address') <> '';
    END;
  `)
}
