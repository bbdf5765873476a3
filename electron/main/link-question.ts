import type { LinkMode } from '../../shared/models/link-mode.ts'
import { judgeLink, type OpenableLink } from './link-policy.ts'
import type { Words } from './words.ts'

/** What the page says of a link. All of it may come from a mail. */
export interface LinkRequest {
  /** Where it leads, as far as that could be told, without what only follows the reader. */
  url: string
  /** As it stands in the mail, when that is another. */
  original?: string | undefined
  /** The host that its text names, when that is another's. */
  claims?: string | undefined
  /** It goes through somebody who keeps to themselves where it leads. */
  opaque?: boolean | undefined
}

/** A link judged by what the shell itself can see; the page's word only makes it stricter. */
export interface LinkQuestion {
  link: OpenableLink
  /** Worth offering: as it stands in the mail. */
  original: OpenableLink | undefined
  detail: string
  isSuspicious: boolean
  mayBeSkipped: boolean
}

/** A longer address has room for something that was read in a mail. */
const LONGEST_UNASKED = 300

/** undefined: nothing that may be opened. */
export function linkQuestion(request: LinkRequest, mode: LinkMode, say: Words): LinkQuestion | undefined {
  const link = judgeLink(request.url)
  if (link === undefined) return undefined
  const asWritten = judgeLink(request.original ?? request.url)
  const original = asWritten !== undefined && asWritten.href !== link.href ? asWritten : undefined
  const warnings = warningsOf(link, say)
  const { claims } = request
  if (claims !== undefined && claims !== link.host) warnings.unshift(say.textSays(claims, link.host))
  if (original !== undefined && original.host !== link.host) warnings.push(...warningsOf(original, say))
  const { readableHost, href, recipients } = link
  // A mail that goes to more than one may be meant to tell somebody else what its writer says.
  if (recipients !== undefined && recipients.length > 1) warnings.push(say.severalRecipients)
  const whereTo =
    recipients !== undefined
      ? recipients.map(isolated).join('\n')
      : request.opaque === true
        ? say.endsUnknown(link.host)
        : say.leadsTo(link.host)
  return {
    link,
    original,
    detail: [
      shortened(href),
      ...(whereTo === '' ? [] : [whereTo]),
      ...(readableHost === null || link.warnings.includes('look-alike-letters')
        ? []
        : [say.alsoReads(readableHost)]),
      ...(original === undefined ? [] : changesOf(original, link, say)),
      ...warnings.map((warning) => say.careful(warning)),
    ].join('\n\n'),
    isSuspicious: warnings.length > 0,
    mayBeSkipped:
      mode === 'suspicious' &&
      warnings.length === 0 &&
      request.opaque !== true &&
      href.startsWith('https:') &&
      href.length <= LONGEST_UNASKED &&
      readableHost === null &&
      /^[^:]+\.[^:.]+$/.test(link.host),
  }
}

function warningsOf({ host, readableHost, warnings }: OpenableLink, say: Words): string[] {
  return warnings.map((warning) => say.linkWarnings[warning](host, readableHost ?? host))
}

/** What was done to the address in the mail, judged by the two addresses and not by what the page says. */
function changesOf(original: OpenableLink, link: OpenableLink, say: Words): string[] {
  const kept = new Set(namesOf(link.href))
  const removedFrom = (href: string) => namesOf(href).filter((name) => !kept.has(name) && NAME.test(name))
  const without = (removed: string[]) => say.without(removed.slice(0, MOST_NAMES).join(', '))
  if (original.host === link.host) {
    const removed = removedFrom(original.href)
    return [removed.length === 0 ? say.changed : without(removed)]
  }
  const removed = removedFrom(wrappedIn(original.href, link.host))
  return [say.skips(original.host), ...(removed.length === 0 ? [] : [without(removed)])]
}

/** The address of that host that stands in the query of another. */
function wrappedIn(href: string, host: string): string {
  const values = [...new URL(href).searchParams.values()]
  return values.find((value) => URL.parse(value)?.host === host) ?? ''
}

/** A name that is one: a sender must not be able to write sentences into a dialog of the shell. */
const NAME = /^[\w.:[\]-]{1,40}$/
const MOST_NAMES = 6

function namesOf(href: string): string[] {
  return URL.canParse(href) ? [...new Set(new URL(href).searchParams.keys())] : []
}

/** A dialog has no scroll bar. */
const LONGEST_SHOWN = 400

function shortened(href: string): string {
  const half = LONGEST_SHOWN / 2
  const text = href.length <= LONGEST_SHOWN ? href : `${href.slice(0, half)} … ${href.slice(-half)}`
  return isolated(text)
}

/** Left to right, also between Arabic words. */
function isolated(text: string): string {
  return `\u2066${text}\u2069`
}
