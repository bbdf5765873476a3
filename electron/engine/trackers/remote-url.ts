import { LIMITS } from './limits.ts'

/** What a fetch over the network begins with; `\\host` is a UNC path, `file://host` the same in other words. */
const REMOTE = /^(?:https?:|ftp:|wss?:|file:[\\/]{2}[^\\/]|[\\/]{2})/i
const UNCLEAN = /^[\0-\x20]|[\t\n\r]|[\0-\x20]$/
const STRIPPED = /[\t\n\r]+/g
const EDGES = /^[\0-\x20]+|[\0-\x20]+$/g

/**
 * The URL that a browser would ask for, or null when nothing leaves the machine (cid:, data:, mailto:, a
 * fragment, a relative address without a remote base). Strips what the URL standard strips: control characters
 * at the ends, tabs and line breaks anywhere.
 */
export function remoteUrl(raw: string, base: URL | null = null): URL | null {
  if (raw.length > LIMITS.url) return null
  const clean = UNCLEAN.test(raw) ? raw.replaceAll(STRIPPED, '').replaceAll(EDGES, '') : raw
  if (REMOTE.test(clean)) {
    const first = clean.charCodeAt(0)
    return withHost(URL.parse(first === 0x2f || first === 0x5c ? `https:${clean}` : clean))
  }
  if (base === null || clean === '' || clean.startsWith('#') || /^[a-z][a-z0-9+.-]*:/i.test(clean))
    return null
  return withHost(URL.parse(clean, base.href))
}

function withHost(url: URL | null): URL | null {
  return url === null || url.hostname === '' ? null : url
}
