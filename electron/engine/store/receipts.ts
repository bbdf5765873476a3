import type { MessageId, Receipt } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

export function listReceipts(db: ReadableDatabase, messageId: MessageId): Receipt[] {
  return db.all(sql<Receipt>`
    SELECT header, address FROM receipts WHERE message_id = ${messageId} ORDER BY position`)
}

export function replaceReceipts(
  db: WritableDatabase,
  messageId: MessageId,
  receipts: readonly Receipt[],
): void {
  db.run(sql`DELETE FROM receipts WHERE message_id = ${messageId}`)
  for (const [position, { header, address }] of receipts.entries()) {
    db.run(sql`
      INSERT INTO receipts (message_id, position, header, address)
      VALUES (${messageId}, ${position}, ${header}, ${address})`)
  }
}
