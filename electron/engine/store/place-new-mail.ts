import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import { saveIngested } from './bodies.ts'
import type { WritableDatabase } from './database.ts'
import type { IngestedMessage } from './ingested-message.ts'
import { insertMessage } from './messages.ts'
import { insertOperation, saveTargetUid } from './operations.ts'
import { canonicalFlags, canonicalNames, placeMail } from './placements.ts'

/** A mail that comes from here. */
export interface NewMail {
  messageIdHeader: string | null
  /** Bytes of the source. */
  size: number
  /** Unix time in ms, of a whole second: IMAP knows no finer one. */
  receivedAt: number
  flags: readonly string[]
}

/** Shows a mail in a folder that is to be put there on the server, and keeps it like one that was fetched. */
export function placeNewMail(
  db: WritableDatabase,
  accountId: AccountId,
  folderId: FolderId,
  mail: NewMail,
  ingested: IngestedMessage,
): void {
  const { messageIdHeader, size, receivedAt } = mail
  const { from, to, cc, replyTo, subject, inReplyTo, attachments } = ingested.parsed
  const messageId = insertMessage(db, {
    ...{ accountId, messageIdHeader, size, receivedAt, from, to, cc, replyTo, subject, inReplyTo },
    hasAttachments: attachments.length > 0,
    fetchLast: false,
  })
  saveIngested(db, messageId, ingested)
  const [flags, names] = [canonicalFlags(mail.flags), new Set(canonicalNames(mail.flags))]
  const id = insertOperation(db, {
    ...{ accountId, kind: 'append', messageId, folderId, uid: 0, uidValidity: null, placedFlags: flags },
    ...{ flag: null, on: null, targetId: folderId, targetUid: null, state: 'queued' },
  })
  saveTargetUid(db, id, -id)
  placeMail(db, {
    ...{ folderId, uid: -id, messageId, receivedAt, flags },
    unread: names.has('\\seen') ? 0 : 1,
    flagged: names.has('\\flagged') ? 1 : 0,
  })
}
