import type { ReferenceId } from '../../../shared/models/remote-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/**
 * Keeps a checked picture for a reference, which is 'loaded' from then on. The same bytes are stored once,
 * however many mails show them.
 *
 * @param picture.sha256 of `bytes`, hexadecimal.
 */
export function putPicture(
  db: WritableDatabase,
  picture: { referenceId: ReferenceId; sha256: string; mediaType: string; bytes: Uint8Array },
): void {
  db.run(sql`
    INSERT INTO vault (sha256, media_type, bytes)
    VALUES (${picture.sha256}, ${picture.mediaType}, ${picture.bytes})
    ON CONFLICT (sha256) DO NOTHING`)
  db.run(sql`
    UPDATE remote_references SET picture = ${picture.sha256}, state = 'loaded' WHERE id = ${picture.referenceId}`)
}

export function getPicture(
  db: ReadableDatabase,
  referenceId: ReferenceId,
): { mediaType: string; bytes: Uint8Array } | undefined {
  return db.get(sql<{ mediaType: string; bytes: Uint8Array }>`
    SELECT vault.media_type AS mediaType, vault.bytes
    FROM remote_references JOIN vault ON vault.sha256 = remote_references.picture
    WHERE remote_references.id = ${referenceId}`)
}
