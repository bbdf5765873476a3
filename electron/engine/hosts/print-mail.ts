import type { MessageRow, OpenMessage } from '../../../shared/models/message.ts'
import { readHtmlText } from '../parse/html-text.ts'

const MAX_TEXT = 1_000_000

/**
 * What a sender wrote, made safe for a terminal: control characters would move the cursor, set the title or
 * answer questions in the user's name; bidirectional controls would turn what stands around it.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

function printableLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\t' ? c : '')).trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function person({ name, address }: { name: string; address: string }): string {
  return printable(name && address ? `${name} <${address}>` : name || address)
}

/** "2 trackers: Mailchimp, Litmus; 1 suspect; 4 remote": empty when nothing would be loaded. */
export function formatBadge(
  row: Pick<MessageRow, 'trackerCount' | 'suspectCount' | 'remoteCount' | 'services'>,
): string {
  const { trackerCount, suspectCount, remoteCount, services } = row
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  const names = services.length > 0 ? `: ${services.map(printable).join(', ')}` : ''
  return [
    trackerCount > 0 ? `${count(trackerCount, 'tracker')}${names}` : '',
    suspectCount > 0 ? count(suspectCount, 'suspect') : '',
    remoteCount > 0 ? `${remoteCount} remote` : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** One line of `list`: id, date, unread mark, sender, subject, badge, separated by tabs. */
export function formatRow(row: MessageRow): string {
  const marks = `${row.unread ? '*' : ' '}${row.flagged ? '!' : ' '}${row.hasAttachments ? '@' : ' '}`
  const badge = row.bodyState === 'ready' ? formatBadge(row) : `(body ${row.bodyState})`
  const columns = [
    String(row.id),
    new Date(row.date).toISOString().slice(0, 16),
    marks,
    printable(row.from.name || row.from.address),
    printable(row.subject) || '(no subject)',
    badge ? `[${badge}]` : '',
  ]
  return columns.join('\t').trimEnd()
}

/** `show`: headers, what can be read, and what the mail would load or tell. */
export function formatMessage(message: OpenMessage): string {
  const headers = [
    `From: ${person(message.from)}`,
    `To: ${message.to.map(person).join(', ')}`,
    ...(message.cc.length > 0 ? [`Cc: ${message.cc.map(person).join(', ')}`] : []),
    `Date: ${new Date(message.date).toISOString()}`,
    `Subject: ${printable(message.subject)}`,
  ]
  const text = message.parts.map(({ kind, content }) =>
    printableLines(kind === 'html' ? readHtmlText(content, MAX_TEXT).text.replace(/[ \t]+/g, ' ') : content),
  )
  const attachments = message.attachments.map(
    ({ filename, mediaType, size }) => `  ${printable(filename)} (${printable(mediaType)}, ${size} bytes)`,
  )
  const references = message.references.map(({ verdict, kind, service, reasons, url }) =>
    [`  ${verdict}`, kind, ...(service ? [printable(service)] : []), reasons.join(' '), printable(url)].join(
      '\t',
    ),
  )
  const receipts = message.receipts.map(
    ({ header, address }) => `  ${printable(header)}: ${printable(address)}`,
  )
  const section = (title: string, lines: string[]) => (lines.length > 0 ? [title, ...lines, ''] : [])
  return [
    ...headers,
    '',
    ...text,
    ...(message.truncated ? ['[the rest of this message is not shown]'] : []),
    '',
    ...section('Attachments:', attachments),
    ...section(`Remote content, none of it loaded: ${formatBadge(message)}`, references),
    ...section('Asks to be told of your reading:', receipts),
    ...(message.platform ? [`Sent with ${printable(message.platform)}`] : []),
  ]
    .join('\n')
    .trimEnd()
}
