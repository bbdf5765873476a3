import { hash } from 'node:crypto'

/**
 * What connects mails. Each mail has a name of its own and mentions those of the mails it refers to; mails that
 * mention the same name are one conversation. A name need not belong to a mail that is here: two answers to one
 * that was never received are together, and the question joins them when it comes.
 *
 * A name is 52 bits of a hash: enough that two of a million mails hardly ever share one by chance, and a number
 * that SQLite keeps in few bytes.
 */
export type ThreadName = number

/** Of a mail's References: the first, which is the conversation's beginning, and so many of the latest. */
const LATEST_REFERENCES = 19
const MESSAGE_ID = /<([^<>\s]{1,998})>/

export function hashed(accountId: number, kind: 'id' | 'mail' | 'subject', text: string): ThreadName {
  return Number.parseInt(hash('sha256', `${accountId} ${kind} ${text}`, 'hex').slice(0, 13), 16)
}

/** The identifier in a header that should hold one (RFC 5322 3.6.4), without brackets; null for what is none. */
function identifier(header: string): string | null {
  const bracketed = MESSAGE_ID.exec(header)?.[1]
  if (bracketed !== undefined) return bracketed
  const bare = header.trim()
  return /^[^<>\s]+@[^<>\s]+$/.test(bare) ? bare : null
}

export interface NamedMail {
  accountId: number
  messageIdHeader: string | null
  /** Unix time in ms. */
  receivedAt: number
  /** Bytes. */
  size: number
}

/** Of a mail without Message-ID: its time and size, by which its copies in other folders are the same mail. */
export function ownName(mail: NamedMail): ThreadName {
  const id = mail.messageIdHeader === null ? null : identifier(mail.messageIdHeader)
  return id === null
    ? hashed(mail.accountId, 'mail', `${mail.receivedAt} ${mail.size} ${mail.messageIdHeader}`)
    : hashed(mail.accountId, 'id', id)
}

/** @param references oldest first, as in the header of that name. */
export function parentNames(
  accountId: number,
  inReplyTo: string | null,
  references: readonly string[],
): ThreadName[] {
  const kept =
    references.length <= LATEST_REFERENCES + 1
      ? references
      : [...references.slice(0, 1), ...references.slice(-LATEST_REFERENCES)]
  const ids = [inReplyTo ?? '', ...kept].map(identifier).filter((id) => id !== null)
  return [...new Set(ids)].map((id) => hashed(accountId, 'id', id))
}
