import { dropRootDot } from './drop-root-dot.ts'

/** Characters of one address. Servers refuse more than 8 to 64 kB; longer ones are nobody's picture. */
export const LONGEST_URL = 64 * 1024
/** What a fetch over the network begins with; `\\host` is a UNC path, `file://host` the same in other words. */
const REMOTE = /^(?:https?:|ftp:|wss?:|file:[\\/]{2}[^\\/]|[\\/]{2})/i
const REMOTE_PROTOCOL = /^(?:https?|ftp|wss?|file):$/
const STRIPPED = /[\t\n\r]+/g
/** What stands before an address. What stands behind it the URL standard strips as well, but no pattern in linear time. */
const BEFORE = /^[\0-\x20]+/
const UNCLEAN = /[\0-\x20]/

/**
 * The rule by which engine and page call two addresses the same: the URL that a browser would ask for, or null
 * when nothing leaves the machine (cid:, data:, mailto:, a fragment, a relative address without a remote base).
 * Strips what the URL standard strips: control characters at the ends, tabs and line breaks anywhere. A dot at
 * the end of the host goes too.
 *
 * @param base what a `<base>` of the message says, which no other scheme than its own escapes (`https:host` is
 * relative to it). Without one `//host` means https.
 */
export function remoteUrl(raw: string, base: URL | null = null): URL | null {
  if (raw.length > LONGEST_URL) return null
  const clean = UNCLEAN.test(raw) ? raw.replaceAll(STRIPPED, '').replace(BEFORE, '') : raw
  if (base !== null) {
    const isOwnPart = clean === '' || clean.startsWith('#')
    const url = isOwnPart ? null : URL.parse(clean, base.href)
    return url !== null && REMOTE_PROTOCOL.test(url.protocol) ? withHost(url) : null
  }
  if (!REMOTE.test(clean)) return null
  const first = clean.charCodeAt(0)
  return withHost(URL.parse(first === 0x2f || first === 0x5c ? `https:${clean}` : clean))
}

function withHost(url: URL | null): URL | null {
  return url === null || url.hostname === '' ? null : dropRootDot(url)
}

/** A picture that came inside the mail: nobody is asked for it. */
export function isOwnPart(raw: string): boolean {
  return /^\s*(?:cid|data):/i.test(raw)
}
