import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { buildReceipt } from '../compose/build-receipt.ts'
import type { Log } from '../log/log.ts'
import type { InFolder } from '../network/in-folder.ts'
import type { OutgoingMail } from '../network/open-smtp.ts'
import { listAccounts } from '../store/accounts.ts'
import { placementOf } from '../store/bodies.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { ignoreReceipts, isIgnoredHere } from '../store/receipts-ignored.ts'
import {
  beginReceipt,
  forgetReceipt,
  readMessageIdHeader,
  readReceiptState,
  saveReceiptState,
} from '../store/receipts-sent.ts'
import { askCopies } from './ask-copies.ts'
import { markAnswered } from './mark-answered.ts'
import { markIgnored } from './mark-ignored.ts'
import { readReceiptAnswer } from './receipt-answer.ts'

/** What the user saw and agreed to. */
export interface ReceiptWish {
  messageId: MessageId
  to: string
  subject: string
  text: string
}

export interface Receipts {
  /**
   * Sends one receipt, never a second for the same mail.
   *
   * @throws MailError 'no-outgoing-server'; 'already-answered'; 'maybe-sent' when nobody knows whether it arrived;
   *   'bad-request' when it would go to another address than the user saw; and as IMAP and SMTP fail.
   */
  send(wish: ReceiptWish): Promise<void>
  /** They were read, and nobody was told: the user's other programs need not ask either. */
  ignore(messageIds: readonly MessageId[]): void
  /** Tells the server what it has not learnt yet. Never fails: there is a next time. */
  mark(account: Account): Promise<void>
  /** Ends when nothing of it touches the store any more. */
  ended(): Promise<void>
}

export function createReceipts(parts: {
  store: Store
  log: Log
  inFolder: InFolder
  /** Hands a mail over to the account's outgoing server. @throws MailError as sendMail does. */
  sendMail(account: Account, mail: OutgoingMail): Promise<void>
  changed(messageId: MessageId): void
}): Receipts {
  const { store, log, inFolder, sendMail, changed } = parts
  const underWay = new Set<Promise<unknown>>()

  /** `ended` waits for it. */
  function follow<T>(work: Promise<T>): Promise<T> {
    const ended = work.catch(() => {}).finally(() => underWay.delete(ended))
    underWay.add(ended)
    return work
  }

  async function send({ messageId, to, subject, text }: ReceiptWish): Promise<void> {
    const account = accountOf(messageId)
    if (account.smtp === null) throw new MailError('no-outgoing-server')
    refuseAnswered(messageId)
    const message = getMessage(store.read, messageId)
    const answer = message && readReceiptAnswer(store.read, message)
    if (answer?.to !== to) throw new MailError('bad-request')
    // A mark that was set from here says nothing of others, and keeps them silent.
    if (!isIgnoredHere(store.read, messageId)) await refuseAnsweredElsewhere(account, messageId)
    const facts = {
      from: answer.from,
      to,
      messageId: readMessageIdHeader(store.read, messageId),
      subject,
      text,
    }
    const source = buildReceipt(facts)
    // Begun by another click meanwhile: how that ends, nobody knows yet.
    if (!store.writeSafely((db) => beginReceipt(db, messageId))) throw new MailError('maybe-sent')
    try {
      // From nobody: a receipt is never answered (RFC 8098 3).
      await sendMail(account, { from: '', to, source }).catch((error) => {
        // Whatever else went wrong, it may have arrived: then none is sent again.
        const stayedHere = error instanceof MailError && error.code !== 'maybe-sent'
        if (stayedHere) store.write((db) => forgetReceipt(db, messageId))
        throw error
      })
      store.write((db) => saveReceiptState(db, messageId, 'sent'))
    } finally {
      changed(messageId)
    }
    void mark(account)
  }

  function accountOf(messageId: MessageId): Account {
    const accountId = placementOf(store.read, messageId)?.accountId
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    return account
  }

  function refuseAnswered(messageId: MessageId): void {
    const state = readReceiptState(store.read, messageId)
    if (state !== undefined) throw new MailError(state === 'sending' ? 'maybe-sent' : 'already-answered')
  }

  async function refuseAnsweredElsewhere(account: Account, messageId: MessageId): Promise<void> {
    const answer = await askCopies(store, inFolder, account, messageId)
    if (answer === null) throw new MailError('message-unavailable')
    if (answer === 'open') return
    changed(messageId)
    throw new MailError('already-answered')
  }

  async function markAll(account: Account): Promise<void> {
    await markAnswered(store, inFolder, account)
    await markIgnored(store, inFolder, account, changed)
  }

  function mark(account: Account): Promise<void> {
    return follow(markAll(account)).catch((error) => {
      log.failure('procedure-failed', error, { account: account.id })
    })
  }

  return {
    send: (wish) => follow(send(wish)),
    ignore(messageIds) {
      const told = store.writeSafely((db) => ignoreReceipts(db, messageIds))
      for (const account of listAccounts(store.read)) if (told.includes(account.id)) void mark(account)
    },
    mark,
    async ended() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
