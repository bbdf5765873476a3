import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { WritableDatabase } from './database.ts'
import { insertOperation, listPendingAt } from './operations.ts'
import { sql } from './sql.ts'

interface UnreadPlace {
  accountId: AccountId
  folderId: FolderId
  uid: number
  uidValidity: number | null
}

/**
 * Marks a mail as read wherever it lies, and has the server told of it, without the user having done anything. What
 * the user decided about a place counts more.
 */
export function readQuietly(db: WritableDatabase, messageId: MessageId): void {
  const places = db.all(sql<UnreadPlace>`
    SELECT f.account_id AS accountId, p.folder_id AS folderId, p.uid, f.uid_validity AS uidValidity
    FROM placements AS p CROSS JOIN folders AS f ON f.id = p.folder_id
    WHERE p.message_id = ${messageId} AND p.unread = 1`)
  for (const place of places) {
    const { folderId, uid } = place
    if (listPendingAt(db, folderId, uid).some(({ flag }) => flag === '\\seen')) continue
    db.run(sql`UPDATE placements SET unread = 0 WHERE folder_id = ${folderId} AND uid = ${uid}`)
    insertOperation(db, {
      ...place,
      ...{ kind: 'flag', messageId, flag: '\\seen', on: 1, state: 'queued' },
      ...{ placedFlags: null, targetId: null, targetUid: null },
    })
  }
}
