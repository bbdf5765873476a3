import { type FiledMail, headersOf } from './mail-file.ts'
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

const CLAIMS = /^authentication-results[ \t]*:/im
const NO_WITNESS = Buffer.from('Authentication-Results: imported.invalid; none\r\n')

/**
 * What a file says of who checked its sender is the word of whoever wrote the file: the account's server never saw that
 * mail. Results of nobody on top of it say so to every program that asks (RFC 8601 2.2).
 */
function withoutWitness(mail: FiledMail): FiledMail {
  const { source } = mail
  const head = headersOf(source).toString('latin1')
  if (!CLAIMS.test(head) || source.subarray(0, NO_WITNESS.length).equals(NO_WITNESS)) return mail
  return { ...mail, source: Buffer.concat([NO_WITNESS, source]) }
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
    else {
      const own = withoutWitness(mail)
      if (isKnown(own)) counts.known += 1
      else {
        await append(own)
        counts.mails += 1
      }
    }
    report(counts)
  }
}
