import type { Database } from 'better-sqlite3'

/** The bytes of pictures have a file of their own (picture-file.ts). Those that lie here are forgotten. */
export function picturesApart(connection: Database): void {
  connection.exec(`
    UPDATE remote_references SET picture = NULL, state = 'blocked', failure = 'forgotten' WHERE picture IS NOT NULL;
    DELETE FROM vault;
    ALTER TABLE vault DROP COLUMN bytes;
  `)
}
