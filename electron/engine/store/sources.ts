import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { unpackSource } from './packed-source.ts'
import { sql } from './sql.ts'

/**
 * The one that the body of the same moment was packed with. A mail never changes (RFC 3501 2.3.1.1), so what was there
 * is the same in most cases, and is not written again.
 */
export function saveSource(db: WritableDatabase, messageId: MessageId, compressed: Uint8Array): void {
  db.run(sql`
    INSERT INTO sources (message_id, compressed) VALUES (${messageId}, ${compressed})
    ON CONFLICT (message_id) DO UPDATE SET compressed = excluded.compressed
      WHERE compressed <> excluded.compressed`)
}

/** As packed-source.ts made it, for a thread that has the time to unpack it. */
export function getCompressedSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  const source = db.get(sql<{ compressed: Uint8Array }>`
    SELECT compressed FROM sources WHERE message_id = ${messageId}`)
  return source?.compressed
}

export function getSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  const compressed = getCompressedSource(db, messageId)
  if (compressed === undefined) return undefined
  try {
    return unpackSource(compressed)
  } catch (error) {
    throw new MailError('database-damaged', { cause: error })
  }
}
