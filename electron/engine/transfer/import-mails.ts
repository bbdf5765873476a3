import { MailError } from '../../../shared/errors.ts'
import { messageIdOf } from './append-mail.ts'
import type { FiledMail } from './mail-file.ts'
import type { MailFiles } from './read-files.ts'

export interface Counts {
  done: number
  mails: number
  known: number
  refused: number
}

/** So many in a row are not the mails' fault: the mailbox is full, or may not be written. */
const MAX_REFUSED = 5

/**
 * Puts mails from files where `append` takes them, but for those whose Message-ID is known there.
 *
 * @param append answers false for a mail that is not taken.
 * @throws MailError 'mail-refused' when nothing is taken any more, and what `append` throws.
 */
export async function importMails(
  files: MailFiles,
  known: Set<string>,
  append: (mail: FiledMail) => Promise<boolean>,
  { signal, report }: { signal: AbortSignal; report(counts: Counts): void },
): Promise<void> {
  const counts: Counts = { done: 0, mails: 0, known: 0, refused: 0 }
  let refusedInARow = 0
  const onRead = (bytes: number) => {
    counts.done += bytes
  }
  for await (const mail of files.mails(onRead)) {
    signal.throwIfAborted()
    const id = mail && messageIdOf(mail.source)
    if (mail === null) counts.refused += 1
    else if (id && known.has(id)) counts.known += 1
    else if (await append(mail)) {
      counts.mails += 1
      refusedInARow = 0
      if (id) known.add(id)
    } else {
      counts.refused += 1
      refusedInARow += 1
      if (refusedInARow >= MAX_REFUSED) throw new MailError('mail-refused')
    }
    report(counts)
  }
}
