import type { Database } from 'better-sqlite3'

/**
 * read_on: day of the last look, in days since 1970: finer, and every look would be a write.
 * failure: why a picture that was asked for is not here; see pictureFailureSchema.
 */
export function vaultLimits(connection: Database): void {
  connection.exec(`
    ALTER TABLE vault ADD COLUMN read_on INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE vault ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
    UPDATE vault SET read_on = unixepoch() / 86400, size = length(bytes);
    -- What goes first, and the sum of all sizes, without reading a picture.
    CREATE INDEX vault_by_reading ON vault (read_on);
    CREATE INDEX vault_sizes ON vault (size);

    ALTER TABLE remote_references ADD COLUMN failure TEXT;
    UPDATE remote_references SET failure = 'server-failed' WHERE state = 'failed';
  `)
}
