import { domainToASCII, domainToUnicode } from 'node:url'
import { addressWarnings } from '../../../shared/address-warnings.ts'
import type { Link, LinkWarning } from '../../../shared/models/message.ts'
import { matchRedirector } from './catalogue/match-catalogue.ts'
import { hasKnownEnding, siteOf } from './site.ts'

export type LinkTruth = Pick<Link, 'warnings' | 'claims' | 'readableHost'>

/**
 * Whether a link leads where it seems to lead. Looks at values only.
 *
 * @param texts what the elements of the link show.
 * @param url as it stands in the mail.
 * @param target where it leads in the end.
 * @param opaque the target is a redirector that keeps to itself where it leads.
 */
export function judgeLinkTruth(texts: readonly string[], url: URL, target: URL, opaque: boolean): LinkTruth {
  const { hostname, username, password } = target
  const readable = hostname.includes('xn--') ? domainToUnicode(hostname) : hostname
  const readableHost = readable === hostname ? null : readable
  const claimed = claimOf(texts, url, target)
  // Behind a service that is known to count clicks for others, what a text claims may well be true.
  const claims = claimed !== null && opaque && matchRedirector(target) !== null ? null : claimed
  const warnings: LinkWarning[] = claims === null ? [] : ['text-is-another-site']
  warnings.push(...addressWarnings({ hostname, username, password, readableHost }))
  return { warnings, claims, readableHost }
}

function claimOf(texts: readonly string[], url: URL, target: URL): string | null {
  for (const text of texts) {
    // Most texts are words; an address needs a dot.
    const claimed = text.includes('.') ? addressIn(text) : null
    if (claimed === null || isSameOwner(claimed.hostname, target.hostname)) continue
    // A text that is the link's own address, through a redirector or not, hides nothing.
    if (claimed.pathname.length > 1 && bareOf(url.href).startsWith(bareOf(claimed.href))) continue
    return claimed.hostname
  }
  return null
}

/** Domains of one owner who shortens or renamed its own: links between them deceive nobody. */
const SAME_OWNER = [
  ['youtube.com', 'youtu.be'],
  ['x.com', 'twitter.com', 't.co'],
  ['facebook.com', 'fb.com', 'fb.me', 'messenger.com', 'm.me'],
  ['instagram.com', 'instagr.am', 'ig.me'],
  ['whatsapp.com', 'wa.me'],
  ['telegram.org', 'telegram.me', 't.me'],
  ['linkedin.com', 'lnkd.in'],
  ['spotify.com', 'spoti.fi'],
  ['wikipedia.org', 'w.wiki'],
]

function isSameOwner(one: string, other: string): boolean {
  const [a, b] = [siteOf(one), siteOf(other)]
  return a === b || SAME_OWNER.some((owned) => owned.includes(a) && owned.includes(b))
}

/** What stands around an address in a text without being part of it. */
const AROUND = /^[\s"'“”‘’«»‹›<>()[\]{}→➜►▶•·*|:–—-]+|[\s"'“”‘’«»‹›<>()[\]{}→➜►▶•·*|,;:!?.…–—-]+$/gu
const SCHEME = /^https?:\/\//i
/** What nobody writes without meaning an address. */
const WRITTEN = /^(?:https?:\/\/|www\.)/i
const HOST =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?\.)+(?:xn--[a-z0-9-]+|\p{L}[\p{L}\p{M}]+)$/u
/** Endings of files that are top-level domains too. */
const FILE_ENDING = /\.(?:zip|mov|md|sh|rs|py|ps)$/i
/** Endings for examples (RFC 2606), which no list of real ones has. */
const RESERVED_ENDING = /\.(?:example|test|invalid)$/
/** An address must be this much of the letters to be what a text is about. */
const MOSTLY = 0.5
const CLEARLY = 0.6

/**
 * The address that a text is, or is about: alone or with a few words. Prose that mentions one ("help for
 * gmail.com") is not about it, for a bare name is also how companies call themselves.
 */
function addressIn(text: string): URL | null {
  const words = text.split(' ')
  for (const [index, word] of words.entries()) {
    if (!word.includes('.')) continue
    const bare = word.replaceAll(AROUND, '')
    const share = bare.length / text.length
    const isWritten = WRITTEN.test(bare) || /^[^/@]+\.[^/@]+\//.test(bare)
    const isWhole = words.every((other) => other === word || other.replaceAll(AROUND, '') === '')
    const isPointedAt = index === words.length - 1 && share >= CLEARLY && bare === bare.toLowerCase()
    if (!isWhole && !isPointedAt && !(isWritten && share >= MOSTLY)) continue
    const url = toAddress(bare)
    if (url !== null) return url
  }
  return null
}

function toAddress(text: string): URL | null {
  if (SCHEME.test(text)) {
    const url = URL.parse(text)
    return url !== null && (isNumber(url.hostname) || HOST.test(domainToUnicode(url.hostname))) ? url : null
  }
  const host = /^[^/?#:]+/.exec(text)?.[0] ?? ''
  if (!HOST.test(host) || (host === text && FILE_ENDING.test(host))) return null
  const ascii = domainToASCII(host)
  const isMeant = WRITTEN.test(text) || RESERVED_ENDING.test(ascii) || hasKnownEnding(ascii)
  return ascii !== '' && isMeant ? URL.parse(`https://${text}`) : null
}

function isNumber(hostname: string): boolean {
  return hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
}

/** Without scheme, and without what a text leaves out at the end: "click.example/r?to=https%3A…". */
function bareOf(href: string): string {
  return href.replace(/^https?:\/\//, '').replace(/(?:%E2%80%A6|\.\.\.)$/i, '')
}
