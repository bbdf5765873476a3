import { readContentLines, unescapeText } from './content-lines.ts'
import type { UnshownSink } from './unshown-sink.ts'

/** What a calendar program fetches to keep, show or play: an attachment, also of an alarm; a picture; itself anew. */
const FETCHED = new Set(['attach', 'image', 'source'])
/** What it shows for a click, as an address or as words that may hold some. */
const SHOWN = new Set([
  'url',
  'conference',
  'link',
  'x-google-conference',
  'description',
  'location',
  'comment',
])
/** Descriptions in HTML: Outlook's, and that of RFC 9073. */
const RICH = new Set(['x-alt-desc', 'styled-description'])
const HTML_ADDRESS = /^data:\s*text\/html[^,]{0,200},/i

/** Every address of an iCalendar (RFC 5545, 7986, 9073) or vCalendar that is fetched or offered. */
export function readCalendar(text: string, sink: UnshownSink): void {
  for (const { name, params, value } of readContentLines(text)) {
    if (FETCHED.has(name)) sink.reference(unescapeText(value), 'calendar')
    else if (SHOWN.has(name)) sink.text(unescapeText(value))
    else if (RICH.has(name)) {
      if (params.get('value')?.toLowerCase() === 'uri') sink.reference(unescapeText(value), 'calendar')
      else if (params.get('fmttype')?.toLowerCase().startsWith('text/html')) sink.html(unescapeText(value))
      else sink.text(unescapeText(value))
    }
    // Another form of the text, which a program may show in its place.
    const instead = params.get('altrep')
    if (instead === undefined) continue
    const html = HTML_ADDRESS.exec(instead)
    if (html === null) sink.reference(instead, 'calendar')
    else sink.html(decodePercent(instead.slice(html[0].length)))
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
