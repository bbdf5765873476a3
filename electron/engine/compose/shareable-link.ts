import type { Link } from '../../../shared/models/message.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { remoteUrl } from '../../../shared/remote-url.ts'
import { addressFinder } from '../trackers/carries-address.ts'
import { needOfAddress } from '../trackers/link-needs.ts'
import { isOpaque, personalToken } from '../trackers/personal-token.ts'
import { unwrapLink } from '../trackers/unwrap-link.ts'

/** Without fields: a subject or body somebody else wrote is not passed on. */
const MAILBOX = /^mailto:[^?\s]+/i

/** Gives the address that may be passed on for one that stands in the mail, or null when none may. */
export type ShareLink = (url: string) => string | null

/**
 * What of a mail's links may go out again in a reply or forward. Whoever presses a link that was made for the
 * reader acts in the reader's name: is counted as the reader, or leaves the list for them. So what counts
 * clicks, what proves who the reader is and what repeats through the mail as only the reader's token does is
 * taken off; a link that is nothing without it is no link any more, and its text stays.
 *
 * @param recipients the user's own addresses.
 */
export function linkSharer(
  mail: { links: readonly Link[]; references: readonly Pick<Reference, 'url'>[] },
  recipients: readonly string[],
): ShareLink {
  const carriesAddress = addressFinder(recipients)
  const known = new Map(mail.links.map((link) => [link.url, link]))
  const repeated = repeatedTokens([
    ...mail.links.map(({ target }) => target),
    ...mail.references.map(({ url }) => url),
  ])

  const namesReader = (url: URL): boolean => {
    const token = personalToken(url)
    return token === 'address' || token === 'named' || carriesAddress(url.href) !== null
  }
  const isPersonalField = (field: string): boolean =>
    namesReader(new URL(`https://field.invalid/?${field}`)) ||
    piecesOf(field).some((piece) => repeated.has(piece))

  return (written) => {
    const mailbox = MAILBOX.exec(written.trim())?.[0]
    if (mailbox !== undefined)
      return carriesAddress(mailbox) === null && !isPersonalMailbox(mailbox) ? mailbox : null
    const url = remoteUrl(written)
    if (url === null) return null
    const link = known.get(url.href) ?? unwrapLink(url)
    const target = new URL(link.target)
    target.username = ''
    target.password = ''
    target.pathname = target.pathname.replaceAll(PATH_FIELD, (field) =>
      isPersonalField(field.slice(1)) || piecesOf(field).length > 0 ? '' : field,
    )
    if (isPersonalRoute(target)) return null
    if (unwrapLink(target).redirector !== null) return null
    const fields = target.search
      .slice(1)
      .split('&')
      .filter((field) => field !== '')
    const isBare = fields.length === 0 && piecesOf(target.pathname).length === 0
    if (!isBare && (link.kept ?? needOfAddress(target, fields)) !== null) return null
    target.search = fields.filter((field) => !isPersonalField(field)).join('&')
    if (piecesOf(target.hash).some((piece) => repeated.has(piece)) || carriesAddress(target.hash) !== null)
      target.hash = ''
    const isPersonal = namesReader(target) || piecesOf(target.pathname).some((piece) => repeated.has(piece))
    return isPersonal ? null : target.href
  }
}

/** `;jsessionid=…`: a field that stands in a path. */
const PATH_FIELD = /;[^/;]*/g

/** What stands behind the # says what to do for one person, as a path does: `#/unsubscribe/…`. */
function isPersonalRoute(target: URL): boolean {
  const route = URL.parse(target.hash.replace(/^#!?\/?/, '/'), target.origin)
  return route !== null && piecesOf(target.hash).length > 0 && needOfAddress(route, []) !== null
}

/** Made for one reader: `leave+TOKEN@lists.example`. */
export function isPersonalMailbox(mailbox: string): boolean {
  return mailbox.split(/[^a-z0-9]/i).some(isOpaque)
}

/** Opaque pieces that stand in addresses of different paths: the one thing they share is who they were sent to. */
function repeatedTokens(urls: readonly string[]): Set<string> {
  const placesOf = new Map<string, Set<string>>()
  for (const text of urls) {
    const url = URL.parse(text)
    if (url === null) continue
    for (const piece of piecesOf(`${url.pathname}${url.search}${url.hash}`)) {
      const place = url.origin + url.pathname.replaceAll(piece, '')
      placesOf.set(piece, (placesOf.get(piece) ?? new Set()).add(place))
    }
  }
  return new Set([...placesOf].filter(([, places]) => places.size > 1).map(([piece]) => piece))
}

function piecesOf(text: string): string[] {
  return text.split(/[/?&=#:@+;,]/).filter(isOpaque)
}
