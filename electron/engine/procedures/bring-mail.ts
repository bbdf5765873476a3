import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { readAttachment } from '../parse/read-attachment.ts'
import { listAccounts } from '../store/accounts.ts'
import type { AttachmentRow } from '../store/attachments.ts'
import { placementOf } from '../store/bodies.ts'
import { listLeftOut } from '../store/left-out.ts'
import { getMessage, readKeptSource, readSource, type StoredMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import type { AccountSession } from '../sync/account-session.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'

/** Mails, with what of them is not here brought from the server. All throw MailError. */
export interface BringMail {
  /** With its body. */
  message(messageId: MessageId): Promise<StoredMessage>
  /** As it came, to the last byte. */
  source(messageId: MessageId): Promise<Uint8Array>
  /** The bytes of an attachment, decoded. */
  attachment(row: AttachmentRow): Promise<Uint8Array>
}

export function createBringMail({ store, sessions }: { store: Store; sessions: AccountSessions }): BringMail {
  function sessionOf(messageId: MessageId): AccountSession {
    const accountId = placementOf(store.read, messageId)?.accountId
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    return sessions.of(account)
  }

  async function message(messageId: MessageId): Promise<StoredMessage> {
    const known = getMessage(store.read, messageId)
    if (known === undefined) throw new MailError('not-found')
    if (known.bodyState === 'ready') return known
    await sessionOf(messageId).openBody(messageId)
    const opened = getMessage(store.read, messageId)
    if (opened?.bodyState !== 'ready') throw new MailError('message-unavailable')
    return opened
  }

  return {
    message,
    async source(messageId) {
      const here = readSource(store.read, messageId)
      if (here !== undefined) return here
      await message(messageId)
      return readSource(store.read, messageId) ?? sessionOf(messageId).bringSource(messageId)
    },
    async attachment(row) {
      const { messageId, start, end, encoding } = row
      const isLeftOut = start === end && listLeftOut(store.read, messageId).some(({ at }) => at === start)
      const source = isLeftOut
        ? await sessionOf(messageId).bringAttachment(messageId, start)
        : readKeptSource(store.read, messageId)
      if (source === undefined) throw new MailError('not-found')
      return readAttachment(source, isLeftOut ? { start: 0, end: source.length, encoding } : row)
    },
  }
}
