import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { Company } from '../../../shared/models/company.ts'
import type { AttachmentId, MessageId } from '../../../shared/models/message.ts'
import type { Fetched, ReferenceId } from '../../../shared/models/remote-content.ts'
import { readAttachment } from '../parse/read-attachment.ts'
import { readReceiptAnswer } from '../receipts/receipt-answer.ts'
import type { Receipts } from '../receipts/send-receipt.ts'
import { trustOfMessage } from '../remote-content/trust-of-message.ts'
import { listAccounts } from '../store/accounts.ts'
import { placementOf } from '../store/bodies.ts'
import { listConversations } from '../store/conversations.ts'
import {
  getMessage,
  listMessages,
  readAttachmentRow,
  readSource,
  type StoredMessage,
} from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'
import { serviceFacts } from '../trackers/catalogue/service-facts.ts'
import { checkInlinePicture } from './remote-content.ts'

type MessageHandlers = Pick<
  EngineHandlers,
  | 'message.list'
  | 'message.open'
  | 'message.source'
  | 'message.attachment'
  | 'message.inlinePicture'
  | 'message.embeddedPicture'
  | 'message.sendReceipt'
>

/** A view into a larger buffer would cross the port with everything around it. */
function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}

/** Who those are that the message reports to, leads through or was sent with. */
function companiesOf({ references, links, platform }: StoredMessage): Company[] {
  return serviceFacts([
    ...references.map(({ service }) => service),
    ...links.map(({ redirector }) => redirector),
    platform,
  ])
}

export interface MessageParts {
  store: Store
  sessions: AccountSessions
  receipts: Receipts
  /** Brings in the pictures of a message whose reader need not be asked; nobody waits for it. */
  loadUnasked(messageId: MessageId): void
  /** A picture of a message that is being fetched right now. */
  isUnderWay(id: ReferenceId): boolean
  fetchedFor(messageId: MessageId): Fetched
}

export function messageProcedures(parts: MessageParts): MessageHandlers {
  const { store, sessions, receipts, loadUnasked, isUnderWay, fetchedFor } = parts

  /** The message with its body, fetched first when it is not here. */
  async function open(messageId: MessageId): Promise<StoredMessage> {
    const known = getMessage(store.read, messageId)
    if (known === undefined) throw new MailError('not-found')
    if (known.bodyState === 'ready') return known
    const accountId = placementOf(store.read, messageId)?.accountId
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    await sessions.of(account).openBody(messageId)
    const opened = getMessage(store.read, messageId)
    if (opened?.bodyState !== 'ready') throw new MailError('message-unavailable')
    return opened
  }

  function attachment(attachmentId: AttachmentId) {
    const row = readAttachmentRow(store.read, attachmentId)
    const source = row && readSource(store.read, row.messageId)
    if (row === undefined || source === undefined) throw new MailError('not-found')
    const { filename, mediaType } = row
    return { filename, mediaType, bytes: alone(readAttachment(source, row)) }
  }

  return {
    'message.list': ({ threaded = false, ...page }) =>
      threaded ? listConversations(store.read, page) : listMessages(store.read, page),
    async 'message.open'({ messageId }) {
      const message = await open(messageId)
      const trust = trustOfMessage(store.read, messageId)
      if (trust === undefined) throw new MailError('not-found')
      if (trust.decision === 'load') loadUnasked(messageId)
      const receiptAnswer = readReceiptAnswer(store.read, message)
      const references = message.references.map((reference) =>
        isUnderWay(reference.id) ? { ...reference, state: 'loading' as const, failure: null } : reference,
      )
      const companies = companiesOf(message)
      return { ...message, references, fetched: fetchedFor(messageId), companies, trust, receiptAnswer }
    },
    async 'message.source'({ messageId }) {
      await open(messageId)
      const source = readSource(store.read, messageId)
      if (source === undefined) throw new MailError('message-unavailable')
      return alone(source)
    },
    'message.sendReceipt': (wish) => receipts.send(wish),
    'message.attachment': ({ attachmentId }) => attachment(attachmentId),
    'message.inlinePicture': ({ attachmentId }) => checkInlinePicture(attachment(attachmentId).bytes),
    'message.embeddedPicture': ({ bytes }) => checkInlinePicture(alone(bytes)),
  }
}
