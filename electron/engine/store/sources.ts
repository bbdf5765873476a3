import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { unpack } from './packed.ts'
import { sql } from './sql.ts'

/** Keeps the first: a mail never changes (RFC 3501 2.3.1.1), so deriving again need not write it again. */
export function saveSource(db: WritableDatabase, messageId: MessageId, compressed: Uint8Array): void {
  db.run(sql`
    INSERT INTO sources (message_id, compressed) VALUES (${messageId}, ${compressed})
    ON CONFLICT (message_id) DO NOTHING`)
}

/** zstd, for a thread that has the time to unpack it. */
export function getCompressedSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  const source = db.get(sql<{ compressed: Uint8Array }>`
    SELECT compressed FROM sources WHERE message_id = ${messageId}`)
  return source?.compressed
}

export function getSource(db: ReadableDatabase, messageId: MessageId): Uint8Array | undefined {
  const compressed = getCompressedSource(db, messageId)
  return compressed && unpack(compressed)
}
