import type { Link } from '../../../shared/models/message.ts'
import { remoteUrl } from '../../../shared/remote-url.ts'
import type { FoundLink } from './find-references.ts'
import { judgeLinkTruth } from './link-warnings.ts'
import { type UnwrappedLink, unwrapLink } from './unwrap-link.ts'

/**
 * Where a link leads, through whom, and whether it says so.
 *
 * @param unsubscribers addresses by which the headers say that the list is left: they are called as they are.
 */
export function judgeLink(link: FoundLink, unsubscribers: ReadonlySet<string>): Link {
  const { parsed, texts } = link
  const unwrapped = unsubscribers.has(link.url) ? leaveAlone(parsed) : unwrapLink(parsed, texts)
  // What was taken off an address that leads through nobody stands behind its host.
  const target = unwrapped.redirector === null ? parsed : new URL(unwrapped.target)
  const { warnings, claims, readableHost } = judgeLinkTruth(texts, parsed, target, unwrapped.opaque)
  return { ...unwrapped, warnings, claims, readableHost }
}

/** Says who would count it, and what would have been removed, but changes nothing. */
function leaveAlone(url: URL): UnwrappedLink {
  const { redirector, removed, kept, target } = unwrapLink(url)
  const isChanged = removed.length > 0 || kept !== null || target !== url.href
  return {
    url: url.href,
    target: url.href,
    redirector,
    opaque: redirector !== null,
    removed: [],
    kept: isChanged ? 'unsubscribe' : null,
  }
}

const HEADER_ADDRESS = /<\s*(https?:\/\/[^>\s]{1,8000})\s*>/gi
/** RFC 2369 lets a list name several; nobody names more. */
const MAXIMUM_ADDRESSES = 8

/** Addresses in the List-Unsubscribe headers, normalised (RFC 2369, RFC 8058). */
export function unsubscribeAddresses(headers: readonly { name: string; value: string }[]): Set<string> {
  const found = new Set<string>()
  for (const { name, value } of headers) {
    if (name !== 'list-unsubscribe') continue
    for (const [, address = ''] of value.matchAll(HEADER_ADDRESS)) {
      const url = found.size < MAXIMUM_ADDRESSES ? remoteUrl(address) : null
      if (url !== null) found.add(url.href)
    }
  }
  return found
}
