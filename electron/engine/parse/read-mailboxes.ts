import addressparser from 'nodemailer/lib/addressparser'
import type { Mailbox } from '../../../shared/models/message.ts'
import { tidyLine } from './clean-text.ts'
import { decodeWords } from './decode-words.ts'
import { limits } from './limits.ts'
import type { RawHeader } from './read-headers.ts'

const Q_WORD = /=\?[^?\s]{1,100}\?q\?[^?]*\?=/gi
const SPECIALS = /[()<>[\]:;@\\,."]/g

/** Many senders leave in an encoded word what would end it: "=?utf-8?Q?News:_Cats,_Dogs?=". */
function protectWords(value: string): string {
  if (!value.includes('=?')) return value
  return value.replace(Q_WORD, (word) =>
    word.replace(SPECIALS, (special) => `=${special.charCodeAt(0).toString(16).toUpperCase()}`),
  )
}

/**
 * Everyone in the address headers of that name. A header is taken apart before its encoded words are read,
 * because "=?utf-8?Q?boss=40bank.example=2C?=" must stay one name and never become an address (RFC 2047 5).
 */
export function readMailboxes(headers: readonly RawHeader[], name: string): Mailbox[] {
  const mailboxes: Mailbox[] = []
  for (const header of headers) {
    if (header.name !== name) continue
    for (const found of addressparser(protectWords(header.value), { flatten: true })) {
      if (mailboxes.length >= limits.mailboxes) return mailboxes
      const mailbox = { name: tidyLine(decodeWords(found.name)), address: tidyLine(found.address) }
      if (mailbox.name !== '' || mailbox.address !== '') mailboxes.push(mailbox)
    }
  }
  return mailboxes
}
