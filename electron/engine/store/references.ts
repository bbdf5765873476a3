import type { MessageId } from '../../../shared/models/message.ts'
import type { PictureFailure, Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { getBody } from './body-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { IngestedReference } from './ingested-message.ts'
import { messageOfReference, referenceIds } from './reference-id.ts'
import { sql } from './sql.ts'

/**
 * A mail's references lie with its body, for a mailbox has millions of them and asks for few. What was asked of one has a
 * row of its own, under the id that the same address in the same place of the same mail has for ever.
 */
type Asked = Pick<Reference, 'id' | 'state' | 'failure'>

/** @param found as they stand in the body that is stored. In their order, those outside its parts last. */
export function withAsked(
  db: ReadableDatabase,
  messageId: MessageId,
  found: readonly IngestedReference[],
): Reference[] {
  const asked = new Map(listAsked(db, messageId).map(({ id, ...what }) => [id, what]))
  const ids = referenceIds(messageId, found)
  return found.flatMap((reference, at) => {
    const id = ids[at]
    const untouched = { state: 'blocked' as const, failure: null }
    return id === undefined ? [] : [{ id, ...reference, ...(asked.get(id) ?? untouched) }]
  })
}

export function listReferences(db: ReadableDatabase, messageId: MessageId): Reference[] {
  return withAsked(db, messageId, getBody(db, messageId).references)
}

export function getReference(
  db: ReadableDatabase,
  id: ReferenceId,
): (Reference & { messageId: MessageId }) | undefined {
  const messageId = messageOfReference(id)
  const reference = listReferences(db, messageId).find((one) => one.id === id)
  return reference && { ...reference, messageId }
}

function listAsked(db: ReadableDatabase, messageId: MessageId): Asked[] {
  return db.all(sql<Asked>`SELECT id, state, failure FROM asked_references WHERE message_id = ${messageId}`)
}

/** Remembered until somebody asks for the picture again. */
export function markFailed(db: WritableDatabase, id: ReferenceId, failure: PictureFailure): void {
  mark(db, id, { state: 'failed', picture: null, failure })
}

/** What is forgotten comes back only when somebody asks for it by hand. */
export function markForgotten(db: WritableDatabase, id: ReferenceId): void {
  mark(db, id, { state: 'blocked', picture: null, failure: 'forgotten' })
}

/** @param picture hash of one in the vault. */
export function markLoaded(db: WritableDatabase, id: ReferenceId, picture: string): void {
  mark(db, id, { state: 'loaded', picture, failure: null })
}

type Mark = Pick<Reference, 'state' | 'failure'> & { picture: string | null }

function mark(db: WritableDatabase, id: ReferenceId, { state, picture, failure }: Mark): void {
  const marked = db.run(sql`
    UPDATE asked_references SET state = ${state}, picture = ${picture}, failure = ${failure} WHERE id = ${id}`)
  if (marked > 0) return
  const reference = getReference(db, id)
  if (reference === undefined) return
  db.run(sql`
    INSERT INTO asked_references (id, message_id, verdict, state, picture, failure)
    VALUES (${id}, ${reference.messageId}, ${reference.verdict}, ${state}, ${picture}, ${failure})`)
}

/** After a body was stored anew: what was asked keeps its state, gets the new verdict, and goes where it is gone. */
export function judgeAsked(db: WritableDatabase, messageId: MessageId): void {
  const asked = listAsked(db, messageId)
  if (asked.length === 0) return
  const verdicts = new Map(listReferences(db, messageId).map(({ id, verdict }) => [id, verdict]))
  for (const { id } of asked) {
    const verdict = verdicts.get(id)
    if (verdict === undefined) db.run(sql`DELETE FROM asked_references WHERE id = ${id}`)
    else db.run(sql`UPDATE asked_references SET verdict = ${verdict} WHERE id = ${id}`)
  }
}
