import type { BodyPart, Link, Receipt } from '../../../shared/models/message.ts'
import type { Verdict } from '../../../shared/models/remote-content.ts'
import { addressFinder } from './carries-address.ts'
import { type FoundLink, type FoundReference, readHtml, readText } from './find-references.ts'
import { judgeLink, unsubscribeAddresses } from './judge-link.ts'
import { type JudgedReference, judgeTogether, tellOnce } from './judge-together.ts'
import { findPlatform } from './platform.ts'
import { findReceipts } from './receipts.ts'
import { findUnshown, type UnshownContent } from './unshown-references.ts'

/** Raised with every change of catalogue or judgement; what was stored under a lower one is judged again. */
export const ANALYSER_VERSION = 7

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
  const references = tellOnce([
    ...judgeTogether(found, { carriesAddress, platform }),
    ...judgeTogether(beside.references, { carriesAddress, platform }),
  ])
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
