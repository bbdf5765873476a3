import type { Database } from 'better-sqlite3'

/** Other ways than a password in clear words to be let in, and servers that nobody vouches for. */
export function accountLogins(connection: Database): void {
  connection.exec(`
    -- SHA-256 of the one certificate that the user chose to trust at the host.
    ALTER TABLE accounts ADD COLUMN pin TEXT;
    -- As oauthClientSchema has it; null: a password logs in.
    ALTER TABLE accounts ADD COLUMN oauth_json TEXT;
  `)
}
