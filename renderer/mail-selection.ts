import type { MessageId } from '../shared/models/message.ts'
import type { ActedMail } from './shown-mails.ts'

/** A mail that was opened. Opening it again is another one. */
export interface Opening {
  id: MessageId
  /** Clicked or entered, rather than come by. */
  explicit: boolean
}

export interface MailSelection {
  open: Opening | null
  /** Two or more to be acted on together, as they were when they were selected; else none, and it is the open one. */
  several: ReadonlyMap<MessageId, ActedMail>
}

export const NOTHING: MailSelection = { open: null, several: new Map() }

export function opened(id: MessageId, explicit: boolean): MailSelection {
  return { open: { id, explicit }, several: NOTHING.several }
}

/** What is selected when these are: one alone is opened, none leaves open what was. */
export function selected(mails: readonly ActedMail[], before: MailSelection): MailSelection {
  const [only] = mails
  if (only === undefined) return { ...before, several: NOTHING.several }
  if (mails.length === 1) return opened(only.id, false)
  return { ...before, several: new Map(mails.map((mail) => [mail.id, mail])) }
}

/** What a drag of mails carries, so that folders know it. Other programs find nothing of a mail in it. */
export const MAIL_DRAG = 'application/x-curtain-mails'
