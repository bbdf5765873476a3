import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { remoteUrl } from '../../../shared/remote-url.ts'
import { shownVersion } from '../../../shared/srcset.ts'
import { textAddresses } from '../../../shared/text-addresses.ts'
import { LIMITS } from './limits.ts'
import { type ElementSink, type Look, readElements } from './read-elements.ts'

/** One remote address in a body part, with what its elements say about being seen. */
export interface FoundReference {
  /** Position of the body part, from 0; null outside the parts that are shown. */
  part: number | null
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
  part: number | null
  url: string
  parsed: URL
  /** What its elements show, without repeats, white space made one. Empty for an address in plain text. */
  texts: string[]
}

interface Use {
  reference: FoundReference
  /** Where the last element stands that asks for it. */
  at: number
}

/** Every remote reference in a piece of HTML, one per URL and kind, in the order of first use. */
export function findReferences(html: string, part: number): FoundReference[] {
  return readHtml(html, part).references
}

/** References and links of one HTML part in one pass: linear in its length, bounded by `LIMITS`. */
export function readHtml(
  html: string,
  part: number | null,
): { references: FoundReference[]; links: FoundLink[] } {
  const uses: Use[] = []
  /** The same by URL. */
  const ofKind = new Map<ReferenceKind, Map<string, Use>>()
  const links = new Map<string, FoundLink>()
  let firstSeen = Number.POSITIVE_INFINITY
  let lastSeen = -1
  let base: URL | null = null

  function usesOf(kind: ReferenceKind): Map<string, Use> {
    let known = ofKind.get(kind)
    if (known === undefined) {
      known = new Map()
      ofKind.set(kind, known)
    }
    return known
  }

  const sink: ElementSink = {
    reference(raw: string, kind: ReferenceKind, look: Look, at: number) {
      const parsed = remoteUrl(raw, base)
      if (parsed === null) return
      if (kind === 'base') base ??= parsed
      const url = parsed.href
      const { width, height, hidden, shownElsewhere } = look
      const known = usesOf(kind).get(url)
      if (known !== undefined) {
        const { reference } = known
        reference.uses++
        reference.width = larger(reference.width, width)
        reference.height = larger(reference.height, height)
        reference.hidden &&= hidden
        reference.shownElsewhere ||= shownElsewhere
        known.at = at
      } else if (uses.length < LIMITS.references) {
        const drawn = { width, height, hidden, shownElsewhere }
        const use = { reference: { part, url, parsed, raw, kind, ...drawn, uses: 1, last: false }, at }
        uses.push(use)
        usesOf(kind).set(url, use)
      }
    },
    shownOf: (versions: readonly string[]) => shownVersion(versions, base),
    link(raw: string) {
      const parsed = remoteUrl(raw, base)
      if (parsed === null) return null
      let link = links.get(parsed.href)
      if (link === undefined && links.size < LIMITS.links) {
        link = { part, url: parsed.href, parsed, texts: [] }
        links.set(parsed.href, link)
      }
      return link ?? null
    },
    seen(at: number) {
      if (at < firstSeen) firstSeen = at
      if (at > lastSeen) lastSeen = at
    },
  }

  readElements(html.length > LIMITS.markup ? html.slice(0, LIMITS.markup) : html, sink)
  for (const { reference, at } of uses) reference.last = at >= lastSeen && firstSeen < at
  return { references: uses.map(({ reference }) => reference), links: [...links.values()] }
}

/** Links of a plain text part. */
export function readText(text: string, part: number | null): FoundLink[] {
  const links = new Map<string, FoundLink>()
  for (const { url } of textAddresses(text.slice(0, LIMITS.markup))) {
    if (links.size >= LIMITS.links) break
    const parsed = remoteUrl(url)
    if (parsed !== null && !links.has(parsed.href)) {
      links.set(parsed.href, { part, url: parsed.href, parsed, texts: [] })
    }
  }
  return [...links.values()]
}

/** Two uses of one picture: it is as large as the larger. One that says nothing may be of any size. */
function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other)
}
