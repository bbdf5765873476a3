import type { FetchMessageObject, ImapFlow, SearchObject } from 'imapflow'
import { toSequenceSet } from '../network/sequence-set.ts'
import type { MailLook } from '../store/mail-look.ts'
import { refusalOf } from './refusal.ts'

/** Criteria of one SEARCH: a line that every server takes. */
const MAILS_AT_ONCE = 20

/**
 * Looks for mails in the folder that is open: same Message-ID and size; without a Message-ID, size and time of
 * receipt. None is found twice.
 *
 * @param taken UIDs that are known to be other mails.
 * @param strict the time of receipt has to be the same too: for mails that may not be there, and are dealt with as
 *   if they were safe once they are found.
 * @param among UIDs that are theirs; none: to be searched for.
 * @returns the UIDs of those that are there, the highest of each.
 */
export async function findMails<Key>(
  client: ImapFlow,
  mails: ReadonlyMap<Key, MailLook>,
  taken: ReadonlySet<number>,
  strict: boolean,
  among: readonly number[] = [],
): Promise<Map<Key, number>> {
  const found = new Map<Key, number>()
  const used = new Set(taken)
  const wanted = [...mails]
  const atOnce = among.length > 0 ? wanted.length : MAILS_AT_ONCE
  for (let start = 0; start < wanted.length; start += atOnce) {
    const some = wanted.slice(start, start + atOnce)
    const answer =
      among.length > 0
        ? among
        : await client.search(anyOf(some.map(([, mail]) => criteria(mail))), { uid: true })
    if (!Array.isArray(answer)) throw refusalOf(client)
    if (answer.length === 0) continue
    const query = { uid: true, size: true, internalDate: true, envelope: true }
    const rows = await client.fetchAll(toSequenceSet(answer), query, { uid: true })
    rows.sort((a, b) => b.uid - a.uid)
    for (const [key, mail] of some) {
      const row = rows.find((one) => !used.has(one.uid) && isSame(one, mail, strict))
      if (row === undefined) continue
      used.add(row.uid)
      found.set(key, row.uid)
    }
  }
  return found
}

function criteria({ messageIdHeader, size, receivedAt }: MailLook): SearchObject {
  if (messageIdHeader !== null) return { header: { 'message-id': messageIdHeader } }
  // By the day in whatever zone the server reckons with.
  const day = 24 * 60 * 60_000
  return {
    ...{ larger: Math.max(0, size - 1), smaller: size + 1 },
    ...{ since: new Date(receivedAt - day), before: new Date(receivedAt + 2 * day) },
  }
}

function anyOf(all: readonly SearchObject[]): SearchObject {
  return all.length === 1 ? (all[0] ?? {}) : { or: [...all] }
}

function isSame(
  row: FetchMessageObject,
  { messageIdHeader, size, receivedAt }: MailLook,
  strict: boolean,
): boolean {
  if (row.size !== size) return false
  const isSameTime = row.internalDate instanceof Date && row.internalDate.getTime() === receivedAt
  if (messageIdHeader === null) return isSameTime
  return row.envelope?.messageId === messageIdHeader && (isSameTime || !strict)
}
