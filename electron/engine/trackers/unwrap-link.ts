import type { Link, LinkNeed } from '../../../shared/models/message.ts'
import { isTrackingParameter } from './catalogue/link-parameters.ts'
import { matchRedirector } from './catalogue/match-catalogue.ts'
import { decodeTarget } from './decode-target.ts'
import { guessRedirector } from './guess-redirector.ts'
import { LIMITS } from './limits.ts'
import { isSigned, needOfAddress, needOfTexts } from './link-needs.ts'

export type UnwrappedLink = Pick<Link, 'url' | 'target' | 'redirector' | 'opaque' | 'removed' | 'kept'>

/**
 * Follows a link through redirectors that carry their target inside, without any network, and takes tracking
 * parameters off the target, unless the link is for something that may need them. A redirector that hides its
 * target stays as it is and is named.
 *
 * @param texts what the elements of the link show, which may say what it is for.
 */
export function unwrapLink(url: URL, texts: readonly string[] = []): UnwrappedLink {
  let at = url
  let redirector: string | null = null
  for (let depth = 0; ; depth++) {
    const step = nextStep(at)
    if (step === null) break
    // One that hides its target is the end of what can be told offline, and the one to name.
    if (step.target === null || depth >= LIMITS.unwrapping) return through(url, at, step.name, null)
    if (unsubscribesItself(at, step.target, texts)) return through(url, at, step.name, 'unsubscribe')
    redirector ??= step.name
    at = step.target
  }
  return { url: url.href, redirector, opaque: false, ...clean(at, texts) }
}

function through(url: URL, at: URL, redirector: string, kept: LinkNeed | null): UnwrappedLink {
  return { url: url.href, target: at.href, redirector, opaque: true, removed: [], kept }
}

/** The redirector that a URL goes through, and where it leads as far as it says. */
function nextStep(url: URL): { name: string; target: URL | null } | null {
  const match = matchRedirector(url)
  if (match === null) return guessRedirector(url)
  return { name: match.entry.name, target: firstTarget(url, match.entry.destination) }
}

function firstTarget(url: URL, recipes: readonly string[]): URL | null {
  for (const recipe of recipes) {
    const target = decodeTarget(url, recipe)
    if (target !== null) return target
  }
  return null
}

/** What leads through here to a page that knows nobody has to do its work on the way. */
function unsubscribesItself(url: URL, target: URL, texts: readonly string[]): boolean {
  if (target.search.length > 1 || needOfAddress(target, []) !== null) return false
  // The address of the target, which stands inside, says nothing of the redirector.
  const own = new URL(url.origin + (url.pathname.includes('http') ? '' : url.pathname))
  return needOfAddress(own, []) === 'unsubscribe' || (needOfTexts(texts) === 'unsubscribe' && isBare(target))
}

/** The front page of a site. */
function isBare({ pathname, hash }: URL): boolean {
  return pathname === '/' && hash === ''
}

/** Works on the text of the query, so that whatever stays keeps its spelling. */
function clean(url: URL, texts: readonly string[]): Pick<Link, 'target' | 'removed' | 'kept'> {
  const { href, search, hash, hostname } = url
  const query = sift(search, hostname)
  // A fragment may be a place, or parameters again: "#utm_source=news".
  const end = sift(hash.includes('=') ? hash : '', hostname)
  if (query.removed.length + end.removed.length === 0) return { target: href, removed: [], kept: null }
  const kept =
    needOfAddress(url, query.fields) ??
    (isSigned(query.fields.map(nameOf)) ? 'signed' : null) ??
    needOfTexts(texts)
  if (kept !== null) return { target: href, removed: [], kept }
  const start = href.slice(0, href.length - hash.length - search.length)
  const target = start + join(search, query) + (end.removed.length === 0 ? hash : join(hash, end))
  return { target, removed: [...new Set([...query.removed, ...end.removed])], kept: null }
}

interface Sifted {
  /** What stays, `name=value` each. */
  fields: string[]
  /** Names of what goes. */
  removed: string[]
}

/** @param text with the character that it begins with. */
function sift(text: string, host: string): Sifted {
  const sifted: Sifted = { fields: [], removed: [] }
  if (text.length < 2) return sifted
  // Some shops add a second question mark to an address that had one.
  const separator = text.includes('?', 1) ? /&|\?(?=\w+=)/ : '&'
  for (const field of text.slice(1).split(separator)) {
    const name = nameOf(field)
    if (name !== '' && isTrackingParameter(name, host)) sifted.removed.push(name)
    else sifted.fields.push(field)
  }
  return sifted
}

function join(text: string, { fields, removed }: Sifted): string {
  if (removed.length === 0) return text
  return fields.length === 0 ? '' : text.charAt(0) + fields.join('&')
}

function nameOf(field: string): string {
  const equals = field.indexOf('=')
  // An ampersand that was escaped once too often leaves its name.
  const start = field.startsWith('amp;') ? 4 : 0
  const name = field.slice(start, equals < 0 ? undefined : equals)
  if (!name.includes('%')) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
