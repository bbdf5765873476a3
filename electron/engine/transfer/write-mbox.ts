import { type FiledMail, withLf } from './mail-file.ts'
import { FLAG_FIELDS, flagsAsHeaders, withoutFields } from './mbox-flags.ts'

/**
 * How a line of a mail that begins with "From " is kept apart from the line that begins the next mail. mboxo: a ">"
 * is put before it. mboxrd: also before ">From ", so that it can be taken away again. mboxcl: as mboxo, and a
 * Content-Length says where the mail ends. mboxcl2: nothing but the Content-Length.
 */
export type MboxDialect = 'mboxo' | 'mboxrd' | 'mboxcl' | 'mboxcl2'

/** Who sent a mail, in the line before it: nothing else tells an mboxcl2 file without any "From " line from an mboxcl one. */
export const NEVER_QUOTED = 'mboxcl2.invalid'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As C's asctime writes it, in UTC: "Tue Nov  3 09:05:00 2026". */
function asctime(time: number): string {
  const date = new Date(time)
  const clock = date.toISOString().slice(11, 19)
  const day = String(date.getUTCDate()).padStart(2)
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`
}

/** One mail as an mbox file holds it, with the line before it and the empty one after it. */
export function toMbox(mail: FiledMail, dialect: MboxDialect): Buffer {
  const text = withLf(mail.source).toString('latin1')
  const empty = text.indexOf('\n\n')
  const headers = empty < 0 ? text : text.slice(0, empty + 1)
  let body = empty < 0 ? '' : text.slice(empty + 2)
  if (body !== '' && !body.endsWith('\n')) body += '\n'
  const hasLength = dialect === 'mboxcl' || dialect === 'mboxcl2'
  const kept = withoutFields(headers, hasLength ? [...FLAG_FIELDS, 'content-length'] : FLAG_FIELDS)
  const length = hasLength ? `Content-Length: ${quoted(body, dialect).length}\n` : ''
  const sender = dialect === 'mboxcl2' ? `MAILER-DAEMON@${NEVER_QUOTED}` : 'MAILER-DAEMON'
  const from = `From ${sender} ${asctime(mail.receivedAt ?? 0)}\n`
  return Buffer.from(
    `${from}${flagsAsHeaders(mail.flags)}${length}${quoted(kept, dialect)}\n${quoted(body, dialect)}\n`,
    'latin1',
  )
}

function quoted(text: string, dialect: MboxDialect): string {
  if (dialect === 'mboxcl2') return text
  return text.replace(dialect === 'mboxrd' ? /^>*From /gm : /^From /gm, '>$&')
}
