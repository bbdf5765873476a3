import { parseDate } from '../parse/parse-date.ts'
import { firstValue, readHeaders } from '../parse/read-headers.ts'
import { type FiledMail, withCrlf } from './mail-file.ts'
import { FLAG_FIELDS, flagsFromHeaders, isExpunged, withoutFields } from './mbox-flags.ts'
import { receivedAt } from './received-at.ts'
import { NEVER_QUOTED } from './write-mbox.ts'

const SEPARATOR = '\nFrom '
const LF = 0x0a

/**
 * The mails of an mbox file of any of the four dialects, one after the other, however large the file. Which dialect a
 * mail is in shows by itself: a Content-Length is believed where a mail begins, or the file ends, just behind it.
 *
 * @param largest bytes; what is larger is passed over.
 */
export async function* readMbox(
  chunks: AsyncIterable<Buffer>,
  largest: number,
): AsyncGenerator<FiledMail | null> {
  // So that the first separator is like all others.
  let held: Buffer = Buffer.from('\n')
  let isSkipping = false
  const file: Dialect = { isNeverQuoted: false }
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk])
    for (;;) {
      const end = isSkipping ? held.indexOf(SEPARATOR) : endOfFirst(held, largest, false)
      if (end < 0) break
      if (!isSkipping) yield* mailIn(held.subarray(0, end + 1), file)
      isSkipping = false
      held = held.subarray(end)
    }
    if (held.length > largest) {
      if (!isSkipping) yield null
      isSkipping = true
      held = held.subarray(held.length - SEPARATOR.length)
    }
  }
  while (!isSkipping && held.length > 1) {
    const end = endOfFirst(held, largest, true)
    yield* mailIn(end < 0 ? held : held.subarray(0, end + 1), file)
    held = end < 0 ? Buffer.alloc(0) : held.subarray(end)
  }
}

/** Where the line feed before the second mail is; -1 while it has not come, or when there is none (`isAll`). */
function endOfFirst(held: Buffer, largest: number, isAll: boolean): number {
  const next = held.indexOf(SEPARATOR, 1)
  if (next < 0) return -1
  const { bodyStart, length } = lengthOf(held)
  if (length === null) return next
  const end = bodyStart + length
  // The header may lie: then the next separator counts, as it does for everybody else.
  if (end <= next || end > largest) return next
  if (end + SEPARATOR.length + 1 > held.length) {
    if (!isAll) return -1
    const isRest = end <= held.length && held.length - end <= 2
    return isRest ? -1 : next
  }
  const at = [end - 1, end].find(
    (start) => held.toString('latin1', start, start + SEPARATOR.length) === SEPARATOR,
  )
  return at ?? next
}

function lengthOf(held: Buffer): { bodyStart: number; length: number | null } {
  const start = held.indexOf(LF, 1) + 1
  const { headers, bodyStart } = readHeaders(held, start, held.length)
  const value = firstValue(headers, 'content-length')
  return { bodyStart, length: value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : null }
}

/** What the mails before have shown of all mails of the file. */
interface Dialect {
  /** mboxcl2. */
  isNeverQuoted: boolean
}

/** @param held from the line feed before its separator up to the one before the next. */
function* mailIn(held: Buffer, file: Dialect): Generator<FiledMail> {
  const start = held.indexOf(LF, 1) + 1
  const { headers, bodyStart } = readHeaders(held, start, held.length)
  if (isExpunged(headers)) return
  const { length } = lengthOf(held)
  const isMeasured =
    length !== null && bodyStart + length <= held.length && held.length - bodyStart - length <= 2
  let body = held.toString('latin1', bodyStart, isMeasured ? bodyStart + length : held.length)
  if (!isMeasured) body = body.replace(/(\r?\n)\r?\n$/, '$1')
  // A mail that holds such a line as it is was never quoted, and so was no other of the file.
  const separator = held.toString('latin1', 1, start)
  if (isMeasured && (separator.includes(NEVER_QUOTED) || /^From /m.test(body))) file.isNeverQuoted = true
  const isQuoted = !file.isNeverQuoted && !/^From /m.test(body)
  const own = withoutFields(held.toString('latin1', start, bodyStart), FLAG_FIELDS)
  const fields = isMeasured ? withoutFields(own, ['content-length']) : own
  const mail = isQuoted ? (fields + body).replace(/^>(>*From )/gm, '$1') : fields + body
  yield {
    source: withCrlf(Buffer.from(mail, 'latin1')),
    receivedAt: dateOf(separator) ?? receivedAt(headers),
    flags: flagsFromHeaders(headers),
  }
}

/** "From someone@example.org Tue Nov  3 09:05:00 2026", where the year may stand after a zone. */
function dateOf(separator: string): number | null {
  const found =
    /([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}:\d{2}:\d{2})(?: ([+-]\d{4}|[A-Z]{1,4}))? (\d{4})(?: ([+-]\d{4}))?/.exec(
      separator,
    )
  if (found === null) return null
  const [, month, day, clock, zone = '', year, zoneAfter = ''] = found
  return parseDate(`${day} ${month} ${year} ${clock} ${zone || zoneAfter || '+0000'}`)
}
