import type { Mailbox } from '../../shared/models/message.ts'

/**
 * What to call someone: their name, else their address; empty when a mail gives neither.
 *
 * A name that is itself an address, and not theirs, is a disguise ("bank@example.org" <thief@evil.example>):
 * then the address they really gave is shown.
 */
export function mailboxName(mailbox: Mailbox): string {
  const name = mailbox.name.trim()
  const address = mailbox.address.trim()
  // Also as wide and small letters have it.
  const disguised =
    name.normalize('NFKC').includes('@') && address !== '' && name.toLowerCase() !== address.toLowerCase()
  return disguised ? address : name || address
}
