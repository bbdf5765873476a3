import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { LIMITS } from './limits.ts'
import { type ElementSink, type Look, readElements } from './read-elements.ts'
import { remoteUrl } from './remote-url.ts'

/** One remote address in a body part, with what its elements say about being seen. */
export interface FoundReference {
  /** Position of the body part, from 0. */
  part: number
  /** Absolute and normalised: `new URL(...).href`. */
  url: string
  parsed: URL
  /** As it first stood in the markup, entities and escapes decoded. */
  raw: string
  kind: ReferenceKind
  /** The largest size declared for it in CSS pixels, Infinity for "as large as there is room", null for none. */
  width: number | null
  height: number | null
  /** Not drawn wherever it stands, by its own style or that of something around it. */
  hidden: boolean
  /** Hidden here, but a rule for dark mode or another screen shows it. */
  shownElsewhere: boolean
  /** How many elements ask for it. */
  uses: number
  /** Nothing that a reader would see comes after it, and something came before. */
  last: boolean
}

export interface FoundLink {
  part: number
  url: string
  parsed: URL
}

/** Every remote reference in a piece of HTML, one per URL and kind, in the order of first use. */
export function findReferences(html: string, part: number): FoundReference[] {
  return readHtml(html, part).references
}

/** References and links of one HTML part in one pass: linear in its length, bounded by `LIMITS`. */
export function readHtml(html: string, part: number): { references: FoundReference[]; links: FoundLink[] } {
  const references = new Map<string, FoundReference>()
  const links = new Map<string, FoundLink>()
  /** Where the last element stands that asks for it. */
  const lastUse = new Map<FoundReference, number>()
  let firstSeen = Number.POSITIVE_INFINITY
  let lastSeen = -1
  let base: URL | null = null

  const sink: ElementSink = {
    reference(raw: string, kind: ReferenceKind, look: Look, at: number) {
      const parsed = remoteUrl(raw, base)
      if (parsed === null) return
      if (kind === 'base') base ??= parsed
      const key = `${kind} ${parsed.href}`
      let found = references.get(key)
      if (found !== undefined) {
        found.uses++
        found.width = larger(found.width, look.width)
        found.height = larger(found.height, look.height)
        found.hidden &&= look.hidden
        found.shownElsewhere ||= look.shownElsewhere
      } else {
        if (references.size >= LIMITS.references) return
        found = { part, url: parsed.href, parsed, raw, kind, ...look, uses: 1, last: false }
        references.set(key, found)
      }
      lastUse.set(found, at)
    },
    link(raw: string) {
      const parsed = links.size < LIMITS.links ? remoteUrl(raw, base) : null
      if (parsed !== null && !links.has(parsed.href)) {
        links.set(parsed.href, { part, url: parsed.href, parsed })
      }
    },
    seen(at: number) {
      if (at < firstSeen) firstSeen = at
      if (at > lastSeen) lastSeen = at
    },
  }

  readElements(html.length > LIMITS.markup ? html.slice(0, LIMITS.markup) : html, sink)
  for (const [found, at] of lastUse) found.last = at >= lastSeen && firstSeen < at
  return { references: [...references.values()], links: [...links.values()] }
}

const ADDRESS_IN_TEXT = /\bhttps?:\/\/[^\s<>"']+/gi
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/

/** Links of a plain text part. */
export function readText(text: string, part: number): FoundLink[] {
  const links = new Map<string, FoundLink>()
  for (const [written] of text.slice(0, LIMITS.markup).matchAll(ADDRESS_IN_TEXT)) {
    if (links.size >= LIMITS.links) break
    // A closing bracket belongs to the address when it opened there (Wikipedia).
    const bare = written
      .slice(0, LIMITS.url)
      .replace(TRAILING, (end) => (end.startsWith(')') && written.includes('(') ? ')' : ''))
    const parsed = remoteUrl(bare)
    if (parsed !== null && !links.has(parsed.href)) links.set(parsed.href, { part, url: parsed.href, parsed })
  }
  return [...links.values()]
}

/** Two uses of one picture: it is as large as the larger. One that says nothing may be of any size. */
function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other)
}
