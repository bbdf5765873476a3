import type { FolderId } from '../../../shared/models/folder.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { readProducer, type UserFlag } from './operations.ts'
import { sql } from './sql.ts'

interface FlagAct {
  flag: UserFlag
  on: 0 | 1
}

/**
 * What the list shows of a mail with these flags on the server: the user's last act counts, as long as the server
 * has not been told of it.
 */
export function shownFlags(
  db: ReadableDatabase,
  folderId: FolderId,
  uid: number,
  flags: string,
): { unread: 0 | 1; flagged: 0 | 1 } {
  const names = new Set(flags.split(' '))
  const pending = db.all(sql<FlagAct>`
    SELECT flag, flag_on AS "on" FROM operations
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind = 'flag' ORDER BY id`)
  for (const { flag, on } of [...flagActsBefore(db, folderId, uid), ...pending]) {
    if (on === 1) names.add(flag)
    else names.delete(flag)
  }
  return { unread: names.has('\\seen') ? 0 : 1, flagged: names.has('\\flagged') ? 1 : 0 }
}

/** What is to be done with a mail's flags where it lies, before it is brought here. */
export function flagActsBefore(db: ReadableDatabase, folderId: FolderId, uid: number): FlagAct[] {
  const producer = readProducer(db, folderId, uid)
  if (producer === undefined) return []
  const acts = db.all(sql<FlagAct>`
    SELECT flag, flag_on AS "on" FROM operations
    WHERE message_id = ${producer.messageId} AND folder_id = ${producer.folderId} AND uid IS ${producer.uid}
      AND id < ${producer.id} AND state <> 'done' AND kind = 'flag' ORDER BY id`)
  return [...flagActsBefore(db, producer.folderId, producer.uid ?? 0), ...acts]
}

/** As the server last had them of a mail that lies there, or has left for the user only; undefined: there is none. */
export function flagsOf(db: ReadableDatabase, folderId: FolderId, uid: number): string | undefined {
  return db.get(sql<{ flags: string }>`
    SELECT flags FROM placements WHERE folder_id = ${folderId} AND uid = ${uid}
    UNION ALL
    SELECT placed_flags FROM operations
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind IN ('move', 'delete')
    LIMIT 1`)?.flags
}

/** After an act on the mail was settled, or one has come to it. */
export function showAnew(db: WritableDatabase, folderId: FolderId, uid: number): void {
  const flags = flagsOf(db, folderId, uid)
  if (flags !== undefined) updateFlags(db, folderId, uid, flags)
}

/** What the server says of a mail, which is to have the same flags where the user has put it. */
export function updateFlags(db: WritableDatabase, folderId: FolderId, uid: number, flags: string): void {
  const { unread, flagged } = shownFlags(db, folderId, uid, flags)
  const placed = db.run(sql`
    UPDATE placements SET flags = ${flags}, unread = ${unread}, flagged = ${flagged}
    WHERE folder_id = ${folderId} AND uid = ${uid}`)
  if (placed === 0) {
    db.run(sql`
      UPDATE operations SET placed_flags = ${flags}
      WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND kind IN ('move', 'delete')`)
  }
  const ahead = db.all(sql<{ folderId: FolderId; uid: number }>`
    SELECT target_id AS folderId, target_uid AS uid FROM operations
    WHERE folder_id = ${folderId} AND uid = ${uid} AND state <> 'done' AND target_uid < 0`)
  for (const place of ahead) updateFlags(db, place.folderId, place.uid, flags)
}
