import libmime from 'libmime'
import addressparser from 'nodemailer/lib/addressparser'
import type { Mailbox } from '../../../shared/models/message.ts'
import { tidyLine } from './clean-text.ts'
import { limits } from './limits.ts'
import type { RawHeader } from './read-headers.ts'

/**
 * Everyone in the address headers of that name. A header is taken apart before its encoded words are read,
 * because "=?utf-8?Q?boss=40bank.example=2C?=" must stay one name and never become an address (RFC 2047 5).
 */
export function readMailboxes(headers: readonly RawHeader[], name: string): Mailbox[] {
  const mailboxes: Mailbox[] = []
  for (const header of headers) {
    if (header.name !== name) continue
    for (const found of addressparser(header.value, { flatten: true })) {
      if (mailboxes.length >= limits.mailboxes) return mailboxes
      const display = found.name.includes('=?') ? libmime.decodeWords(found.name) : found.name
      const mailbox = { name: tidyLine(display), address: tidyLine(found.address) }
      if (mailbox.name !== '' || mailbox.address !== '') mailboxes.push(mailbox)
    }
  }
  return mailboxes
}
