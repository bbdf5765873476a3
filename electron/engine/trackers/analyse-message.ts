import type { BodyPart, Link, Receipt } from '../../../shared/models/message.ts'
import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import { PICTURE_KINDS } from '../../../shared/showable-picture.ts'
import { addressFinder } from './carries-address.ts'
import { type FoundLink, type FoundReference, readHtml, readText } from './find-references.ts'
import { judgeLink, unsubscribeAddresses } from './judge-link.ts'
import { type Judgement, judgeReference, type Surroundings } from './judge-reference.ts'
import { personalToken } from './personal-token.ts'
import { findPlatform } from './platform.ts'
import { findReceipts } from './receipts.ts'
import { isInvisible } from './reference-size.ts'
import { findUnshown, type UnshownContent } from './unshown-references.ts'

/** Raised with every change of catalogue or judgement; what was stored under a lower one is judged again. */
export const ANALYSER_VERSION = 5

export interface JudgedReference {
  /** null: outside the parts that are shown. */
  part: number | null
  url: string
  host: string
  kind: ReferenceKind
  verdict: Verdict
  service: string | null
  reasons: Reason[]
}

export interface Analysis {
  /** One per part, URL and kind, in the order of first use; those outside the shown parts last. */
  references: JudgedReference[]
  /** One per URL, in the order of first use. */
  links: Link[]
  receipts: Receipt[]
  /** "Mailchimp", when the headers tell what it was sent with. */
  platform: string | null
  summary: { trackers: number; suspects: number; plain: number; services: string[] }
}

export interface AnalysedMessage {
  parts: readonly BodyPart[]
  /** What stands in no part that is shown; nothing where it is left out. */
  unshown?: readonly UnshownContent[]
  /** In order, names in lower case, values unfolded. */
  headers: readonly { name: string; value: string }[]
  /** The user's own addresses. */
  recipients: readonly string[]
}

/** Everything in a message that could tell its sender of the reading. Looks at values only: no network, no clock. */
export function analyseMessage(message: AnalysedMessage): Analysis {
  const found: FoundReference[] = []
  const links = new Map<string, FoundLink>()
  for (const [part, body] of message.parts.entries()) {
    const inPart =
      body.kind === 'html'
        ? readHtml(body.content, part)
        : { references: [], links: readText(body.content, part) }
    for (const reference of inPart.references) found.push(reference)
    for (const link of inPart.links) {
      const known = links.get(link.url)
      if (known === undefined) links.set(link.url, link)
      else known.texts.push(...link.texts)
    }
  }
  const unsubscribers = unsubscribeAddresses(message.headers)
  const beside = findUnshown(message.unshown ?? [], message.headers)
  for (const link of beside.links) if (!links.has(link.url)) links.set(link.url, link)
  const platform = findPlatform(message.headers)
  const carriesAddress = addressFinder([...message.recipients, ...addressees(message.headers)])
  const amongShown = { ...lookAround(found), carriesAddress, platform }
  const amongUnshown = { ...lookAround(beside.references), carriesAddress, platform }
  const references = judgeAll([...found, ...beside.references], ({ part }) =>
    part === null ? amongUnshown : amongShown,
  )
  return {
    references,
    links: [...links.values()].map((link) => judgeLink(link, unsubscribers)),
    receipts: findReceipts(message.headers),
    platform: platform?.name ?? null,
    summary: summarise(references),
  }
}

/** Headers that say whom a message was brought to: an alias that no account knows is still the reader. */
const ADDRESSEE_HEADERS = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-delivered-to', 'to'])
const ADDRESS = /[^\s<>@,;:"()[\]]{1,64}@[a-z0-9.-]{1,255}/gi
/** A message to many people has its reader among the first headers; the others cost time. */
const MAXIMUM_ADDRESSEES = 10

function addressees(headers: AnalysedMessage['headers']): string[] {
  const found: string[] = []
  for (const { name, value } of headers) {
    if (!ADDRESSEE_HEADERS.has(name)) continue
    for (const [address] of value.slice(0, 1_000).matchAll(ADDRESS)) {
      if (found.length < MAXIMUM_ADDRESSEES) found.push(address)
    }
  }
  return found
}

const REPEATS: ReadonlySet<ReferenceKind> = new Set(['srcset', 'unshown'])

function placeOf({ part, url }: FoundReference): string {
  return `${part} ${url}`
}

const WORSE: Record<Verdict, number> = { plain: 0, suspect: 1, tracker: 2 }

/** The same address asked for in several ways (img, srcset, background) reports the same: its worst verdict counts. */
function judgeAll(
  found: readonly FoundReference[],
  aroundOf: (reference: FoundReference) => Surroundings,
): JudgedReference[] {
  const worst = new Map<string, Judgement>()
  const judged = found.map((reference) => {
    const judgement = judgeReference(reference, aroundOf(reference))
    const known = worst.get(reference.url)
    if (known === undefined || WORSE[judgement.verdict] > WORSE[known.verdict])
      worst.set(reference.url, judgement)
    return { reference, judgement }
  })
  const shown = new Set(found.filter(({ kind }) => PICTURE_KINDS.has(kind)).map(placeOf))
  // Judged as well, for the worst of it counts; but the same address is not two of the mail's contents.
  const told = judged.filter(
    ({ reference }) => !REPEATS.has(reference.kind) || !shown.has(placeOf(reference)),
  )
  return told.map(({ reference, judgement }) => {
    const of = worst.get(reference.url)
    const { verdict, service, reasons } =
      of !== undefined && WORSE[of.verdict] > WORSE[judgement.verdict] ? of : judgement
    const { part, url, kind } = reference
    return { part, url, host: reference.parsed.hostname, kind, verdict, service, reasons }
  })
}

/** What the references of one message tell about each other. */
function lookAround(
  found: readonly FoundReference[],
): Pick<Surroundings, 'tokenOf' | 'isLoneHost' | 'namesAllOpaquely'> {
  const urlsOfHost = new Map<string, Set<string>>()
  const opaqueOfHost = new Map<string, Set<string>>()
  const tokens = new Map(found.map((reference) => [reference, personalToken(reference.parsed)]))
  for (const reference of found) {
    const { url, parsed } = reference
    add(urlsOfHost, parsed.hostname, url)
    if (isInvisible(reference)) continue
    const token = tokens.get(reference)
    if (token === 'opaque' || token === 'file') add(opaqueOfHost, parsed.hostname, url)
  }
  return {
    tokenOf: (reference) => tokens.get(reference) ?? null,
    isLoneHost: (host) => urlsOfHost.size > 1 && urlsOfHost.get(host)?.size === 1,
    namesAllOpaquely: (host) => (opaqueOfHost.get(host)?.size ?? 0) >= 3,
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, new Set([value]))
  else known.add(value)
}

function summarise(references: readonly JudgedReference[]): Analysis['summary'] {
  const services = new Set<string>()
  const counts: Record<Verdict, number> = { tracker: 0, suspect: 0, plain: 0 }
  for (const { verdict, service } of references) {
    counts[verdict]++
    if (verdict === 'tracker' && service !== null) services.add(service)
  }
  return {
    trackers: counts.tracker,
    suspects: counts.suspect,
    plain: counts.plain,
    services: [...services],
  }
}
