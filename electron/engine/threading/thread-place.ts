import { isBareReply, subjectKey } from './answer-by-subject.ts'
import { type NamedMail, ownName, parentNames, type ThreadName } from './thread-names.ts'

/** All that counts for where a mail belongs. */
export interface ThreadPlace {
  ownName: ThreadName
  /** Of the mails it refers to, without repeats. */
  parents: ThreadName[]
  /** The same for mails of the same subject among the same people. */
  subjectKey: ThreadName | null
  /** It goes by its subject and people, for want of parents. */
  bareReply: boolean
}

interface ThreadedMail extends NamedMail {
  subject: string
  from: { address: string }
  to: readonly { address: string }[]
  cc: readonly { address: string }[]
  inReplyTo: string | null
}

/** @param references oldest first; none as long as only the envelope is known. */
export function threadPlace(mail: ThreadedMail, references: readonly string[] = []): ThreadPlace {
  const parents = parentNames(mail.accountId, mail.inReplyTo, references)
  const key = subjectKey(mail)
  return {
    ownName: ownName(mail),
    parents,
    subjectKey: key,
    bareReply: key !== null && isBareReply(mail.subject, parents),
  }
}
