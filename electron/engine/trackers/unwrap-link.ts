import type { Link } from '../../../shared/models/message.ts'
import { isTrackingParameter } from './catalogue/link-parameters.ts'
import { matchRedirector } from './catalogue/match-catalogue.ts'
import { decodeTarget } from './decode-target.ts'
import { guessRedirector } from './guess-redirector.ts'
import { LIMITS } from './limits.ts'

/**
 * Paths of links that need every parameter they have: signing in, leaving a list, paying, confirming. They are
 * shown, never changed.
 */
const NEEDS_ITS_QUERY =
  /(?:^|[/._-])(?:unsubscribe|unsub|opt-?out|preferences?|log-?in|sign-?in|sign-?up|auth\w*|oauth\d?|sso|verify|verification|confirm\w*|activat\w*|reset\w*|password|invit\w*|magic|pay\w*|checkout|invoice|billing|order|token)(?:[/._-]|$)/i
/** A parameter of this name proves something: the whole query may be signed. */
const SIGNED =
  /^(?:token|sig|signature|hmac|code|otp|ticket|state|nonce|x-amz-signature|jwt|auth\w*|session\w*)$/i

/**
 * Follows a link through redirectors that carry their target inside, without any network, and takes tracking
 * parameters off the target. A redirector that hides its target stays as it is and is named.
 */
export function unwrapLink(url: URL): Link {
  let at = url
  let redirector: string | null = null
  for (let depth = 0; depth < LIMITS.unwrapping; depth++) {
    const step = nextStep(at)
    if (step === null) break
    // One that hides its target is the end of what can be told offline, and the one to name.
    if (step.target === null) return { url: url.href, target: at.href, redirector: step.name, removed: [] }
    redirector ??= step.name
    at = step.target
  }
  const removed: string[] = []
  return { url: url.href, target: cleanUrl(at, removed), redirector, removed }
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

/** Works on the text of the query, so that whatever stays keeps its spelling. */
function cleanUrl(url: URL, removed: string[]): string {
  if (url.search.length < 2 || NEEDS_ITS_QUERY.test(url.pathname.slice(0, 1_000))) return url.href
  const fields = url.search.slice(1).split('&')
  if (fields.some((field) => SIGNED.test(nameOf(field)))) return url.href
  const kept = fields.filter((field) => {
    const name = nameOf(field)
    if (name === '' || !isTrackingParameter(name, url.hostname)) return true
    if (!removed.includes(name)) removed.push(name)
    return false
  })
  if (kept.length === fields.length) return url.href
  const before = url.href.slice(0, url.href.indexOf('?'))
  return before + (kept.length === 0 ? '' : `?${kept.join('&')}`) + url.hash
}

function nameOf(field: string): string {
  const equals = field.indexOf('=')
  const name = equals < 0 ? field : field.slice(0, equals)
  if (!name.includes('%')) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
