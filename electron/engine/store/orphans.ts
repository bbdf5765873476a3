import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { deleteUnplacedMessage } from './messages.ts'
import { sql } from './sql.ts'
import { loosenThreads, threadBondsOf } from './threads.ts'

/** So many are sure to be deleted in less than 10 ms. */
export const ORPHANS_AT_ONCE = 20

/** Messages that are in no folder any more, and of which no operation speaks. */
export function listOrphans(db: ReadableDatabase, accountId: AccountId): MessageId[] {
  const rows = db.all(sql<{ id: MessageId }>`
    SELECT messages.id FROM unplaced CROSS JOIN messages ON messages.id = unplaced.message_id
    WHERE messages.account_id = ${accountId} AND NOT EXISTS (
      SELECT 1 FROM operations WHERE operations.message_id = messages.id AND state <> 'done')`)
  return rows.map(({ id }) => id)
}

/**
 * Deletes those of them that still are orphans, with all that was derived from them. A mail that has moved must have had
 * the time to be found in its new folder.
 *
 * @returns how many.
 */
export function deleteOrphans(db: WritableDatabase, ids: readonly MessageId[]): number {
  let deleted = 0
  const gone = ids.flatMap((id) => {
    const isSpokenOf = db.get(sql<{ one: number }>`
      SELECT 1 AS one FROM operations WHERE message_id = ${id} AND state <> 'done'`)
    if (isSpokenOf) return []
    const bonds = threadBondsOf(db, id)
    if (!deleteUnplacedMessage(db, id)) return []
    deleted += 1
    return bonds ? [bonds] : []
  })
  loosenThreads(db, gone)
  return deleted
}
