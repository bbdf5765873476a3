import type { ForgetScope } from '../../../shared/models/forget-scope.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { PictureFailure, ReferenceId } from '../../../shared/models/remote-content.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { markForgotten, markLoaded } from './references.ts'
import { sql } from './sql.ts'

/** Days since 1970. */
export type Day = number

/** What is known of a picture, whose bytes lie in a file of their own (picture-file.ts). */
export interface VaultPicture {
  /** Of the bytes, hexadecimal. */
  sha256: string
  mediaType: string
  /** Bytes. */
  size: number
  readOn: Day
}

/**
 * Keeps a checked picture for a reference, which is 'loaded' from then on. There is one of the same bytes, however
 * many mails show them.
 */
export function putPicture(db: WritableDatabase, picture: VaultPicture & { referenceId: ReferenceId }): void {
  db.run(sql`
    INSERT INTO vault (sha256, media_type, size, read_on)
    VALUES (${picture.sha256}, ${picture.mediaType}, ${picture.size}, ${picture.readOn})
    ON CONFLICT (sha256) DO UPDATE SET read_on = max(read_on, excluded.read_on)`)
  markLoaded(db, picture.referenceId, picture.sha256)
}

export function getPicture(db: ReadableDatabase, referenceId: ReferenceId): VaultPicture | undefined {
  return db.get(sql<VaultPicture>`
    SELECT vault.sha256, vault.media_type AS mediaType, vault.size, vault.read_on AS readOn
    FROM asked_references JOIN vault ON vault.sha256 = asked_references.picture
    WHERE asked_references.id = ${referenceId}`)
}

export function countPictures(db: ReadableDatabase): number {
  return db.get(sql<{ count: number }>`SELECT count(*) AS count FROM vault`)?.count ?? 0
}

/** The hashes of all. */
export function listPictures(db: ReadableDatabase): string[] {
  return db.all(sql<{ sha256: string }>`SELECT sha256 FROM vault`).map(({ sha256 }) => sha256)
}

export function markRead(db: WritableDatabase, sha256: string, day: Day): void {
  db.run(sql`UPDATE vault SET read_on = ${day} WHERE sha256 = ${sha256}`)
}

/** So few at once that nobody waits for the transaction. */
const AT_ONCE = 20

/**
 * Deletes some of what was not looked at for longest, if all pictures together are too large. The mails keep
 * everything else. The newest picture stays, even if it alone is too large.
 *
 * @returns the messages that lost one; none when there is nothing left to do.
 */
export function evictBeyond(db: WritableDatabase, maxBytes: number): MessageId[] {
  let excess = (db.get(sql<{ total: number }>`SELECT sum(size) AS total FROM vault`)?.total ?? 0) - maxBytes
  const lost: MessageId[] = []
  for (let evicted = 0; excess > 0 && evicted < AT_ONCE; evicted += 1) {
    const [oldest, next] = db.all(sql<{ sha256: string; size: number }>`
      SELECT sha256, size FROM vault ORDER BY read_on, rowid LIMIT 2`)
    if (oldest === undefined || next === undefined) break
    lost.push(...detach(db, oldest.sha256, 'blocked', 'forgotten'))
    deleteUnused(db, oldest.sha256)
    excess -= oldest.size
  }
  return lost
}

/**
 * Takes some pictures away from mails, which may then ask for them again. A picture that other mails show too
 * stays for those.
 *
 * @returns the messages that lost one; none when there is nothing left to do.
 */
export function forgetPictures(db: WritableDatabase, scope: ForgetScope): MessageId[] {
  const held = db.all(heldBy(scope))
  for (const { referenceId, sha256 } of held) {
    markForgotten(db, referenceId)
    deleteUnused(db, sha256)
  }
  return held.map(({ messageId }) => messageId)
}

interface HeldPicture {
  referenceId: ReferenceId
  messageId: MessageId
  sha256: string
}

function heldBy(scope: ForgetScope) {
  switch (scope.kind) {
    case 'message':
      return sql<HeldPicture>`
        SELECT id AS referenceId, message_id AS messageId, picture AS sha256 FROM asked_references
        WHERE message_id = ${scope.messageId} AND picture IS NOT NULL LIMIT ${AT_ONCE}`
    case 'sender':
      // From the pictures to the mails: there are few of those, and no index on who wrote a mail.
      return sql<HeldPicture>`
        SELECT r.id AS referenceId, r.message_id AS messageId, r.picture AS sha256
        FROM asked_references AS r INDEXED BY asked_references_by_picture
          CROSS JOIN messages AS m ON m.id = r.message_id
        WHERE r.picture IS NOT NULL AND m.from_address = ${scope.address} COLLATE NOCASE
        LIMIT ${AT_ONCE}`
    case 'all':
      return sql<HeldPicture>`
        SELECT id AS referenceId, message_id AS messageId, picture AS sha256 FROM asked_references
        WHERE picture IS NOT NULL LIMIT ${AT_ONCE}`
  }
}

/**
 * For bytes that turned out to be damaged: no reference stands for them any more.
 *
 * @returns the messages that showed them.
 */
export function markDamaged(db: WritableDatabase, sha256: string): MessageId[] {
  return detach(db, sha256, 'failed', 'damaged')
}

/** Once no mail shows it. */
export function deleteUnused(db: WritableDatabase, sha256: string): void {
  db.run(sql`
    DELETE FROM vault WHERE sha256 = ${sha256}
      AND NOT EXISTS (SELECT 1 FROM asked_references WHERE picture = ${sha256})`)
}

function detach(
  db: WritableDatabase,
  sha256: string,
  state: 'blocked' | 'failed',
  failure: PictureFailure,
): MessageId[] {
  const shown = db.all(sql<{ messageId: MessageId }>`
    SELECT DISTINCT message_id AS messageId FROM asked_references WHERE picture = ${sha256}`)
  db.run(sql`
    UPDATE asked_references SET picture = NULL, state = ${state}, failure = ${failure}
    WHERE picture = ${sha256}`)
  return shown.map(({ messageId }) => messageId)
}
