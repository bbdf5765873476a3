import type { MessageId } from '../../../shared/models/message.ts'
import type { PictureFailure, Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { IngestedReference } from './ingested-message.ts'
import { sql } from './sql.ts'

type StoredReference = Omit<Reference, 'reasons'> & { messageId: MessageId; reasons: string }

function toReference({ messageId: _, reasons, ...row }: StoredReference): Reference {
  return { ...row, reasons: JSON.parse(reasons) }
}

export function getReference(
  db: ReadableDatabase,
  id: ReferenceId,
): (Reference & { messageId: MessageId }) | undefined {
  const row = db.get(sql<StoredReference>`
    SELECT id, message_id AS messageId, part, url, host, kind, verdict, service, reasons_json AS reasons, state,
        failure
    FROM remote_references WHERE id = ${id}`)
  return row && { ...toReference(row), messageId: row.messageId }
}

/** In the order in which they stand in the message, those outside its parts last. */
export function listReferences(db: ReadableDatabase, messageId: MessageId): Reference[] {
  return db
    .all(sql<StoredReference>`
      SELECT id, message_id AS messageId, part, url, host, kind, verdict, service, reasons_json AS reasons, state,
        failure
      FROM remote_references WHERE message_id = ${messageId} ORDER BY part IS NULL, part, id`)
    .map(toReference)
}

/** Remembered until somebody asks for the picture again. */
export function markFailed(db: WritableDatabase, id: ReferenceId, failure: PictureFailure): void {
  db.run(sql`UPDATE remote_references SET state = 'failed', failure = ${failure} WHERE id = ${id}`)
}

/** What is forgotten comes back only when somebody asks for it by hand. */
export function markForgotten(db: WritableDatabase, id: ReferenceId): void {
  db.run(sql`
    UPDATE remote_references SET picture = NULL, state = 'blocked', failure = 'forgotten' WHERE id = ${id}`)
}

/**
 * References that were there before keep id, state and picture, and get the new verdict: a better analyser
 * must not make a loaded picture be fetched a second time.
 */
export function replaceReferences(
  db: WritableDatabase,
  messageId: MessageId,
  references: readonly IngestedReference[],
): void {
  const gone = new Map(listReferences(db, messageId).map((known) => [keyOf(known), known.id]))
  for (const reference of references) {
    const { part, url, host, kind, verdict, service } = reference
    const reasons = JSON.stringify(reference.reasons)
    const id = gone.get(keyOf(reference))
    if (id === undefined) {
      db.run(sql`
        INSERT INTO remote_references (message_id, part, url, host, kind, verdict, service, reasons_json)
        VALUES (${messageId}, ${part}, ${url}, ${host}, ${kind}, ${verdict}, ${service}, ${reasons})`)
    } else {
      gone.delete(keyOf(reference))
      db.run(sql`
        UPDATE remote_references
        SET host = ${host}, verdict = ${verdict}, service = ${service}, reasons_json = ${reasons}
        WHERE id = ${id}
          AND (host, verdict, service, reasons_json) IS NOT (${host}, ${verdict}, ${service}, ${reasons})`)
    }
  }
  for (const id of gone.values()) db.run(sql`DELETE FROM remote_references WHERE id = ${id}`)
}

function keyOf({ part, kind, url }: { part: number | null; kind: string; url: string }): string {
  return `${part} ${kind} ${url}`
}
