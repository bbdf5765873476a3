import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { Company } from '../../../shared/models/company.ts'
import type { AttachmentId, MessageId } from '../../../shared/models/message.ts'
import type { Fetched, ReferenceId } from '../../../shared/models/remote-content.ts'
import { readReceiptAnswer } from '../receipts/receipt-answer.ts'
import type { Receipts } from '../receipts/send-receipt.ts'
import { trustOfMessage } from '../remote-content/trust-of-message.ts'
import { listConversations } from '../store/conversations.ts'
import { listMessages, readAttachmentRow, type StoredMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { serviceFacts } from '../trackers/catalogue/service-facts.ts'
import type { BringMail } from './bring-mail.ts'
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
  bring: BringMail
  receipts: Receipts
  /** Brings in the pictures of a message whose reader need not be asked; nobody waits for it. */
  loadUnasked(messageId: MessageId): void
  /** A picture of a message that is being fetched right now. */
  isUnderWay(id: ReferenceId): boolean
  fetchedFor(messageId: MessageId): Fetched
}

export function messageProcedures(parts: MessageParts): MessageHandlers {
  const { store, bring, receipts, loadUnasked, isUnderWay, fetchedFor } = parts

  async function attachment(attachmentId: AttachmentId) {
    const row = readAttachmentRow(store.read, attachmentId)
    if (row === undefined) throw new MailError('not-found')
    const { filename, mediaType } = row
    return { filename, mediaType, bytes: alone(await bring.attachment(row)) }
  }

  return {
    'message.list': ({ threaded = false, ...page }) =>
      threaded ? listConversations(store.read, page) : listMessages(store.read, page),
    async 'message.open'({ messageId }) {
      const message = await bring.message(messageId)
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
    'message.source': async ({ messageId }) => alone(await bring.source(messageId)),
    'message.sendReceipt': (wish) => receipts.send(wish),
    'message.attachment': ({ attachmentId }) => attachment(attachmentId),
    async 'message.inlinePicture'({ attachmentId }) {
      return checkInlinePicture((await attachment(attachmentId)).bytes)
    },
    'message.embeddedPicture': ({ bytes }) => checkInlinePicture(alone(bytes)),
  }
}
