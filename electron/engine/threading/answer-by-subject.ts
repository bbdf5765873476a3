import { isReplySubject, normaliseSubject } from '../../../shared/reply-subject.ts'
import { hashed, type ThreadName } from './thread-names.ts'

/*
 * Some programs answer without saying what they answer. Such a mail is taken for an answer when everything else
 * fits: its subject is a reply's, its participants are those of the mail before it under that subject, somebody
 * else wrote that one, and it came within the month. A newsletter that calls each issue "Re: …" has nobody to
 * answer: all of its mails are from one sender.
 */

/** Longest between a mail and its answer, in ms. */
export const ANSWER_WITHIN = 30 * 24 * 3600 * 1000
/** Mails of the same subject and people that are looked through for the one that is answered. */
export const MOST_LOOKED_THROUGH = 8

interface Correspondence {
  accountId: number
  subject: string
  from: { address: string }
  to: readonly { address: string }[]
  cc: readonly { address: string }[]
}

/** The same for mails of the same subject among the same people; null where there is no subject, or one person. */
export function subjectKey(mail: Correspondence): ThreadName | null {
  const people = new Set(
    [mail.from, ...mail.to, ...mail.cc].map(({ address }) => address.trim().toLowerCase()),
  )
  people.delete('')
  if (people.size < 2) return null
  const subject = normaliseSubject(mail.subject)
  if (subject === '') return null
  return hashed(mail.accountId, 'subject', [subject, ...[...people].sort()].join('\n'))
}

/** A reply that does not say to what. */
export function isBareReply(subject: string, parents: readonly ThreadName[]): boolean {
  return parents.length === 0 && isReplySubject(subject)
}

export interface Candidate {
  ownName: ThreadName
  sender: string
}

/**
 * @param mails the reply and what came before it of the same subject and people, within `ANSWER_WITHIN`: at most
 *   `MOST_LOOKED_THROUGH`, latest first.
 */
export function findAnswered([reply, ...earlier]: readonly Candidate[]): ThreadName | null {
  const writer = reply?.sender.trim().toLowerCase()
  return earlier.find(({ sender }) => sender.trim().toLowerCase() !== writer)?.ownName ?? null
}
