import type { FiledMail } from './mail-file.ts'
import type { MailFiles } from './read-files.ts'

export interface Counts {
  done: number
  mails: number
  known: number
  refused: number
}

export interface Import {
  /** Whether that mail is there already. */
  isKnown(mail: FiledMail): boolean
  /** @throws MailError */
  append(mail: FiledMail): Promise<void>
  signal: AbortSignal
  report(counts: Counts): void
}

/** Puts mails from files where `append` takes them. @throws MailError what `append` throws. */
export async function importMails(
  files: MailFiles,
  { isKnown, append, signal, report }: Import,
): Promise<void> {
  const counts: Counts = { done: 0, mails: 0, known: 0, refused: 0 }
  const onRead = (bytes: number) => {
    counts.done += bytes
  }
  for await (const mail of files.mails(onRead)) {
    signal.throwIfAborted()
    if (mail === null) counts.refused += 1
    else if (isKnown(mail)) counts.known += 1
    else {
      await append(mail)
      counts.mails += 1
    }
    report(counts)
  }
}
