import { LIMITS } from './limits.ts'

/** One property of an iCalendar or vCard: `item1.PHOTO;VALUE=uri:https://…`. */
export interface ContentLine {
  /** Lower case, without the group. */
  name: string
  /** By lower-case name, without quotes; a type of vCard 2.1 that stands alone (`;URL`) is a name with ''. */
  params: Map<string, string>
  /** As written, escapes and all. */
  value: string
}

const FOLD = /\n[ \t]/g
/** The name, and a group of vCard before it. */
const NAME = /^(?:[\w-]{1,100}\.)?([a-z][\w-]{0,100})(?=[;:])/i

/** Properties in order, folded lines joined (RFC 5545 3.1, RFC 6350 3.2); what is none is passed over. Linear. */
export function readContentLines(text: string): ContentLine[] {
  const lines = text.replaceAll(FOLD, '').split('\n', LIMITS.contentLines)
  const found: ContentLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const name = NAME.exec(line)
    const colon = name === null ? -1 : valueStart(line, name[0].length)
    if (name === null || colon < 0) continue
    const params = readParams(line.slice(name[0].length, colon))
    let value = line.slice(colon + 1)
    if (isQuotedPrintable(params)) {
      const rows = [value]
      while (rows.at(-1)?.endsWith('=') && at + 1 < lines.length) rows.push(lines[++at] ?? '')
      value = rows
        .map((row) => row.replace(/=$/, ''))
        .join('')
        .replaceAll(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    }
    found.push({ name: (name[1] ?? '').toLowerCase(), params, value })
  }
  return found
}

/** The first colon outside quotes, or the first at all where a quote never ends. */
function valueStart(line: string, from: number): number {
  let quoted = false
  for (let at = from; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '"') quoted = !quoted
    else if (character === ':' && !quoted) return at
  }
  return line.indexOf(':', from)
}

function readParams(written: string): Map<string, string> {
  const params = new Map<string, string>()
  for (const [, name = '', value = ''] of written.matchAll(/;([^=;"]*)(?:=("[^"]*"|[^;]*))?/g)) {
    params.set(name.trim().toLowerCase(), value.replaceAll('"', ''))
  }
  return params
}

function isQuotedPrintable(params: ReadonlyMap<string, string>): boolean {
  return params.has('quoted-printable') || params.get('encoding')?.toLowerCase() === 'quoted-printable'
}

/** TEXT as it reads (RFC 5545 3.3.11). Some senders escape addresses too, and no address needs a backslash. */
export function unescapeText(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, escaped: string) =>
    escaped === 'n' || escaped === 'N' ? '\n' : escaped,
  )
}
