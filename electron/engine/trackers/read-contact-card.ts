import { readContentLines, unescapeText } from './content-lines.ts'
import type { UnshownSink } from './unshown-sink.ts'

/** What an address book fetches to show or keep with the contact; SOURCE is where the card itself is renewed from. */
const FETCHED = new Set(['photo', 'logo', 'sound', 'key', 'source'])
/** What it shows for a click. */
const SHOWN = new Set(
  'url fburl caluri caladruri socialprofile x-socialprofile contact-uri org-directory impp note'.split(' '),
)

/** Every address of a vCard (2.1, 3.0, 4.0) that is fetched or offered. */
export function readContactCard(text: string, sink: UnshownSink): void {
  for (const { name, value } of readContentLines(text)) {
    if (FETCHED.has(name)) sink.reference(unescapeText(value), 'contact-photo')
    else if (SHOWN.has(name)) sink.text(unescapeText(value))
  }
}
