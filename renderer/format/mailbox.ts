import type { Mailbox } from '../../shared/models/message.ts'

/** What to call someone: their name, else their address; empty when a mail gives neither. */
export function mailboxName(mailbox: Mailbox): string {
  return mailbox.name.trim() || mailbox.address.trim()
}
