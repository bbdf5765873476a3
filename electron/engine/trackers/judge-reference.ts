import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import type { AddressFinder } from './carries-address.ts'
import { matchOpenService } from './catalogue/match-catalogue.ts'
import { isPictureHost, looksLikePictureStore } from './catalogue/picture-hosts.ts'
import type { FoundReference } from './find-references.ts'
import {
  hasOpaqueQuery,
  isPictureFile,
  opaqueFolders,
  personalToken,
  type TokenStrength,
} from './personal-token.ts'
import { trackingPath } from './tracking-path.ts'
import { originalOfProxied } from './unwrap-proxy.ts'

export interface Judgement {
  verdict: Verdict
  /** Name for people, where one is known. */
  service: string | null
  reasons: Reason[]
}

/** What the rest of the message tells about one reference. */
export interface Surroundings {
  tokenOf(reference: FoundReference): TokenStrength | null
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
  /** `opening`: it speaks of opening or beacons; `counting`: of counting of some kind. */
  'tracking-path': { opening: 85, counting: 35 },
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

/** Pixels in each direction from which a picture is something to look at. */
const PICTURE_SIZE = 12
const SPACER_NAME =
  /(?:^|[^a-z])(?:spacer|space|blank|clear|transparent|transp|trans|empty|shim|dot|filler|placeholder|separator|divider|line|border|shadow|corner|1px|px1|1x1|pix?el?[-_]?trans(?:parent)?)(?:[^a-z]|$)/i
const DARK_NAME = /(?:^|[^a-z])(?:dark|night|white|light|mobile|desktop|mob)(?:[^a-z]|$)/i

/** A photo or logo that phones get instead is often declared 0 by 0 for the others. */
const VARIANT_PHOTO = /(?:dark|mobile|logo|banner|header|hero|footer|phone)[^/]*\.(?:jpe?g|png|webp)$/i

const RUNS: ReadonlySet<ReferenceKind> = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'meta-refresh',
  'ping',
  'manifest',
])
const ONLY_ON_REQUEST: ReadonlySet<ReferenceKind> = new Set(['form', 'base'])
const STYLE: ReadonlySet<ReferenceKind> = new Set([
  'stylesheet',
  'css-import',
  'css-font',
  'preload',
  'prefetch',
])

/** Judges one reference from values only; see `WEIGHTS` for what counts how much. */
export function judgeReference(reference: FoundReference, around: Surroundings): Judgement {
  const url = originalOfProxied(reference.parsed) ?? reference.parsed
  const reasons: Reason[] = []
  let score = 0
  const add = (reason: Reason, points: number): void => {
    reasons.push(reason)
    score += points
  }

  const size = sizeOf(reference)
  const match = ONLY_ON_REQUEST.has(reference.kind) ? null : matchOpenService(url)
  const address = around.carriesAddress(reference.url)
  const token = url === reference.parsed ? asFileName(around.tokenOf(reference), url) : personalToken(url)
  const path = trackingPath(url)
  const isStore = isPictureHost(url.hostname)

  if (match !== null) add('known-tracker', WEIGHTS['known-tracker'][match.confidence])
  if (address !== null) add('carries-your-address', WEIGHTS['carries-your-address'][address])

  if (ONLY_ON_REQUEST.has(reference.kind)) {
    return { verdict: 'plain', service: null, reasons: reasons.length > 0 ? reasons : ['not-a-picture'] }
  }
  if (RUNS.has(reference.kind)) add('not-a-picture', WEIGHTS['not-a-picture'])
  else if (STYLE.has(reference.kind)) reasons.push('not-a-picture')
  else if (reference.kind === 'preconnect') add('name-lookup', WEIGHTS['name-lookup'])

  const invisible = isInvisible(reference)
  const known = match !== null || address !== null
  const spacer =
    !known &&
    path !== 'opening' &&
    (isSpacer(reference, url, token) || (invisible && isStore && isPictureFile(url)))
  const variant =
    !known && token !== 'named' && token !== 'address' && reference.hidden && isVariant(reference, url, size)

  if (spacer) reasons.push('spacer')
  else if (variant) reasons.push('dark-mode-variant')
  else {
    if (size === 'one-pixel') add('one-pixel', WEIGHTS['one-pixel'])
    else if (size === 'tiny') add('tiny', WEIGHTS.tiny)
    if (reference.hidden) add('hidden', WEIGHTS.hidden)
  }

  if (!isStore && match === null && !spacer) {
    const unseen = invisible && !variant
    const own =
      token !== null && token !== 'named' && token !== 'address' && around.namesAllOpaquely(url.hostname)
        ? null
        : token
    const points = WEIGHTS[unseen ? 'personal-token, invisible' : 'personal-token']
    if (own !== null && (unseen || path !== null || (own !== 'file' && own !== 'id'))) {
      add('personal-token', points[own])
    }
    if (path === 'opening' || (path === 'counting' && (own !== null || unseen))) {
      add('tracking-path', WEIGHTS['tracking-path'][path])
    }
    const vague = size === 'unknown' && own !== null && !isPictureFile(url)
    if (score > 0 && (unseen || vague)) {
      if (reference.last) add('last-in-message', WEIGHTS['last-in-message'])
      if (around.isLoneHost(url.hostname)) add('lone-host', WEIGHTS['lone-host'])
      if (around.platform?.tracks === true && (own !== null || path !== null)) {
        add('sender-platform', WEIGHTS['sender-platform'])
      }
    }
  }

  return finish(score, reasons, {
    service:
      match?.entry.name ?? (reasons.includes('sender-platform') ? (around.platform?.name ?? null) : null),
    sure: match !== null || address === 'readable',
    isLarge: size === 'picture' && !reference.hidden,
  })
}

function finish(
  score: number,
  reasons: Reason[],
  about: { service: string | null; sure: boolean; isLarge: boolean },
): Judgement {
  // What is large enough to look at is a picture; signs in its address alone make it no more than suspect.
  const limit = about.isLarge && !about.sure ? TRACKER - 1 : score
  const points = Math.min(score, limit)
  if (points >= TRACKER) return { verdict: 'tracker', service: about.service, reasons }
  if (points >= SUSPECT) return { verdict: 'suspect', service: about.service, reasons }
  const harmless = reasons.filter((reason) => HARMLESS.has(reason))
  return { verdict: 'plain', service: null, reasons: harmless.length > 0 ? harmless : ['plain-picture'] }
}

const HARMLESS: ReadonlySet<Reason> = new Set(['spacer', 'dark-mode-variant', 'not-a-picture', 'name-lookup'])

/** On a host that by its name keeps pictures, an opaque path is the name of a picture even without `.jpg`. */
function asFileName(token: TokenStrength | null, url: URL): TokenStrength | null {
  return token === 'opaque' && looksLikePictureStore(url) && !hasOpaqueQuery(url) ? 'file' : token
}

/** Nobody could see it, if the message is drawn as it says. */
export function isInvisible(reference: FoundReference): boolean {
  const size = sizeOf(reference)
  return size === 'one-pixel' || size === 'tiny' || reference.hidden
}

type Size = 'one-pixel' | 'tiny' | 'line' | 'picture' | 'unknown'

function sizeOf({ width, height, kind }: FoundReference): Size {
  if (width === null && height === null) return 'unknown'
  const smaller = Math.min(width ?? Number.POSITIVE_INFINITY, height ?? Number.POSITIVE_INFINITY)
  // Of a box with a background one side says little about the other; of a picture, it keeps its shape.
  if (width === null || height === null) {
    if (kind === 'background' || kind === 'css-image') return 'unknown'
    return smaller <= 1
      ? 'one-pixel'
      : smaller <= 3
        ? 'tiny'
        : smaller >= PICTURE_SIZE
          ? 'picture'
          : 'unknown'
  }
  const larger = Math.max(width, height)
  if (larger <= 1 || (smaller === 0 && larger <= PICTURE_SIZE)) return 'one-pixel'
  if (smaller <= 3 && larger > PICTURE_SIZE) return 'line'
  if (larger * smaller <= 30) return 'tiny'
  return smaller >= PICTURE_SIZE ? 'picture' : 'unknown'
}

/** A picture that keeps a layout apart: its name says so, or it is used again and again. */
function isSpacer(reference: FoundReference, url: URL, token: TokenStrength | null): boolean {
  if (token !== null && token !== 'file' && token !== 'id') return false
  if (!isPictureFile(url)) return false
  const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  const keepsApart = SPACER_NAME.test(file) || (reference.uses > 1 && !reference.hidden)
  return keepsApart && opaqueFolders(url) < 2
}

/** A logo for dark mode, a picture for phones: hidden here, but a picture by size, name or another rule. */
function isVariant(reference: FoundReference, url: URL, size: Size): boolean {
  if (reference.shownElsewhere) return true
  if (!isPictureFile(url)) return false
  const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  if (size === 'one-pixel' || size === 'tiny') return VARIANT_PHOTO.test(file)
  return size === 'picture' || size === 'line' || looksLikePictureStore(url) || DARK_NAME.test(url.pathname)
}
