import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import type { AddressFinder } from './carries-address.ts'
import { isContentHost, looksLikePictureStore } from './catalogue/content-hosts.ts'
import { matchOpenService } from './catalogue/match-catalogue.ts'
import type { FoundReference } from './find-references.ts'
import { isDisguised, isSpacer, isVariant } from './harmless-picture.ts'
import {
  hasOpaqueQuery,
  isOpaque,
  isPictureFile,
  mayIdentify,
  personalToken,
  type TokenStrength,
} from './personal-token.ts'
import { isInvisible, sizeOf } from './reference-size.ts'
import { isInCounter, type TrackingPath, trackingPath } from './tracking-path.ts'
import { originalOfProxied } from './unwrap-proxy.ts'

export interface Judgement {
  verdict: Verdict
  /** Name for people, where one is known. */
  service: string | null
  reasons: Reason[]
}

/** What the rest of the message tells about one reference. */
export interface Surroundings {
  carriesAddress: AddressFinder
  /** Other hosts than this one serve pictures of this message, and this one serves no other. */
  isLoneHost(host: string): boolean
  /** Several pictures of this host have names as opaque as this one's: its way of naming, not yours. */
  namesAllOpaquely(host: string): boolean
  /** The platform that the headers name, if any, and whether it is known to count openings. */
  platform: { id: string; name: string; tracks: boolean } | null
}

/**
 * Points for each sign that a reference reports its reader. A sum of `TRACKER` is a tracker, of `SUSPECT` a
 * suspect. The scale: one sign that leaves no doubt is enough for a tracker; being invisible and carrying a
 * token together are; either alone is suspect. No sign at all of being a picture does not make a tracker.
 */
export const WEIGHTS = {
  /** The catalogue names this very address (high), a path only one software has (medium), a thin shape (low). */
  'known-tracker': { high: 100, medium: 100, low: 60 },
  'carries-your-address': { readable: 100, digest: 60 },
  /** Of something to look at an opaque file name says little, of something invisible much. */
  'personal-token': { address: 85, named: 50, opaque: 50, file: 15, id: 15 },
  'personal-token, invisible': { address: 85, named: 50, opaque: 50, file: 40, id: 25 },
  /** A name that only one reader's program looks up tells as much as any address. */
  'personal-token, in a host name': 80,
  /** `opening`: it speaks of opening or beacons; `counting`: of counting of some kind. */
  'tracking-path': { opening: 85, counting: 50 },
  /** At most one pixel in a direction, and not a line. */
  'one-pixel': 60,
  /** A few pixels. */
  tiny: 35,
  hidden: 50,
  'last-in-message': 20,
  'lone-host': 20,
  'sender-platform': 15,
  /** Runs, or is a document of its own, or reports a click: not how a mail shows anything. */
  'not-a-picture': 50,
  /** Looks a host up before anything is fetched. */
  'name-lookup': 20,
} as const

export const TRACKER = 100
export const SUSPECT = 50

/** Kinds that run, or are documents of their own, or report a click. */
const RUNS: ReadonlySet<ReferenceKind> = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'meta-refresh',
  'ping',
  'manifest',
])
/** Kinds that nothing fetches before the reader does something. */
const ONLY_ON_REQUEST: ReadonlySet<ReferenceKind> = new Set(['form', 'base'])
/** Kinds that change how a message looks: many newsletters have a public font. */
const STYLE: ReadonlySet<ReferenceKind> = new Set([
  'stylesheet',
  'css-import',
  'css-font',
  'preload',
  'prefetch',
])

/** Kinds outside the HTML that show no picture: a file to be had elsewhere, or where one came from. */
const BESIDE: ReadonlySet<ReferenceKind> = new Set(['content-location', 'external-body', 'calendar'])

/**
 * Judges one reference from values only; see `WEIGHTS` for what counts how much.
 *
 * @param written what personalToken says of its address as it stands in the mail.
 */
export function judgeReference(
  reference: FoundReference,
  written: TokenStrength | null,
  around: Surroundings,
): Judgement {
  if (ONLY_ON_REQUEST.has(reference.kind))
    return { verdict: 'plain', service: null, reasons: ['not-a-picture'] }
  const url = originalOfProxied(reference.parsed) ?? reference.parsed
  const reasons: Reason[] = []
  let score = 0
  const add = (reason: Reason, points: number): void => {
    reasons.push(reason)
    score += points
  }

  const size = sizeOf(reference)
  const match = matchOpenService(url)
  const address = around.carriesAddress(reference.url)
  const token = url === reference.parsed ? asFileName(written, url) : personalToken(url)
  // Again and again the same address that tells nobody apart: `pixel.gif` for every gap.
  const isRepeated = reference.uses > 1 && token === null && !mayIdentify(url)
  const path = isRepeated ? null : trackingPath(url)
  const isContent = isContentHost(url.hostname)
  const known = match !== null || address !== null

  if (match !== null) add('known-tracker', WEIGHTS['known-tracker'][match.confidence])
  if (address !== null) add('carries-your-address', WEIGHTS['carries-your-address'][address])

  if (RUNS.has(reference.kind)) add('not-a-picture', WEIGHTS['not-a-picture'])
  else if (STYLE.has(reference.kind)) {
    // A font for one reader is no font.
    add('not-a-picture', isStrong(token) && !isContent ? WEIGHTS['not-a-picture'] : 0)
  } else if (BESIDE.has(reference.kind)) add('not-a-picture', 0)
  else if (reference.kind === 'preconnect') {
    add('name-lookup', WEIGHTS['name-lookup'])
    if (hasPersonalName(url)) add('personal-token', WEIGHTS['personal-token, in a host name'])
  }

  const spacer =
    !known &&
    path !== 'opening' &&
    // In a folder that counts, a name made by a machine keeps nothing apart.
    (path !== 'counting' || token !== 'file') &&
    (isSpacer(reference, url, token) || (isContent && isPictureFile(url) && isInvisible(reference)))
  const variant = !known && isVariant(reference, url, token)
  if (spacer) reasons.push('spacer')
  else if (variant) reasons.push('dark-mode-variant')
  else {
    if (size === 'one-pixel' || size === 'tiny') add(size, WEIGHTS[size])
    if (reference.hidden) add('hidden', WEIGHTS.hidden)
  }

  // The catalogue has said enough, and at such a host every address looks like a token.
  if (match === null && !isContent && !spacer) {
    const unseen = isInvisible(reference) && !variant
    // What a part says it came from is there already, so any name will do.
    const own = reference.kind === 'content-location' ? null : ownToken(token, path, url, around)
    if (own !== null && (unseen || path !== null || isStrong(own))) {
      add('personal-token', WEIGHTS[unseen ? 'personal-token, invisible' : 'personal-token'][own])
    }
    // A photo to look at may lie in any folder.
    const counts = path === 'counting' && (unseen || (own !== null && !isPhoto(url)))
    if (path === 'opening') add('tracking-path', WEIGHTS['tracking-path'].opening)
    else if (counts || isDisguised(url, own)) add('tracking-path', WEIGHTS['tracking-path'].counting)
    const vague = (size === 'unknown' || size === 'line') && own !== null && !isPictureFile(url)
    const telling = own !== null || path !== null || size === 'one-pixel' || reference.hidden
    if (score > 0 && telling && (unseen || vague)) {
      if (reference.last) add('last-in-message', WEIGHTS['last-in-message'])
      if (around.isLoneHost(url.hostname)) add('lone-host', WEIGHTS['lone-host'])
      if (around.platform?.tracks === true && (own !== null || path !== null)) {
        add('sender-platform', WEIGHTS['sender-platform'])
      }
    }
  }

  // What is large enough to look at is a picture; the shape of its address makes it no more than suspect.
  const isSure = match?.confidence === 'high' || address === 'readable'
  const isLookedAt = size === 'picture' && !reference.hidden
  // A photo for phones is hidden from others and has no size there: one sign, and none of who opened the mail.
  const isForPhones = reference.hidden && token === null && path === null && isPhoto(url) && !mayIdentify(url)
  if ((isLookedAt || isForPhones) && !isSure) score = Math.min(score, TRACKER - 1)
  const platform = reasons.includes('sender-platform') ? around.platform : null
  return conclude(score, reasons, match?.entry.name ?? platform?.name ?? null)
}

function conclude(score: number, reasons: Reason[], service: string | null): Judgement {
  if (score >= TRACKER) return { verdict: 'tracker', service, reasons }
  if (score >= SUSPECT) return { verdict: 'suspect', service, reasons }
  const harmless = reasons.filter((reason) => HARMLESS.has(reason))
  return { verdict: 'plain', service: null, reasons: harmless.length > 0 ? harmless : ['plain-picture'] }
}

const HARMLESS: ReadonlySet<Reason> = new Set(['spacer', 'dark-mode-variant', 'not-a-picture', 'name-lookup'])

/** On a host that by its name keeps pictures, an opaque path is the name of a picture even without `.jpg`. */
function asFileName(token: TokenStrength | null, url: URL): TokenStrength | null {
  return token === 'opaque' && looksLikePictureStore(url) && !hasOpaqueQuery(url) ? 'file' : token
}

/** What in an address tells readers apart, when what the address says of itself is taken into account. */
function ownToken(
  token: TokenStrength | null,
  path: TrackingPath | null,
  url: URL,
  around: Surroundings,
): TokenStrength | null {
  if (isUsualHere(token, url, around)) return null
  if (token === null) return path === 'opening' && mayIdentify(url) ? 'id' : null
  // Only counters keep such files in such folders.
  const isGif = token === 'file' && /\.gif$/i.test(url.pathname) && !looksLikePictureStore(url)
  return isGif && isInCounter(url) ? 'opaque' : token
}

/** An opaque name among several of its host is the host's way, not the reader's name. */
function isUsualHere(token: TokenStrength | null, url: URL, around: Surroundings): boolean {
  return token !== 'named' && token !== 'address' && around.namesAllOpaquely(url.hostname)
}

function isPhoto(url: URL): boolean {
  return isPictureFile(url) && !/\.gif$/i.test(url.pathname)
}

function isStrong(token: TokenStrength | null): boolean {
  return token === 'address' || token === 'named' || token === 'opaque'
}

function hasPersonalName(url: URL): boolean {
  return (
    !isContentHost(url.hostname) &&
    !looksLikePictureStore(url) &&
    url.hostname.split('.').some((label) => isOpaque(label))
  )
}
