import { remoteUrl } from '../../../shared/remote-url.ts'

/** Where public picture proxies keep the original address. */
const PARAMETER = new Map([
  ['external-content.duckduckgo.com', 'u'],
  ['images.weserv.nl', 'url'],
  ['wsrv.nl', 'url'],
  ['mail.proton.me', 'Url'],
  ['mail-api.proton.me', 'Url'],
])

/**
 * Pictures of forwarded mail often come through the picture proxy of whoever forwarded it, which keeps the
 * original address: Gmail behind a `#`, Yahoo and others in a parameter, GitHub's camo in hexadecimal.
 *
 * @returns the original address, or null when this is no such proxy.
 */
export function originalOfProxied(url: URL): URL | null {
  const host = url.hostname
  if (host.endsWith('.googleusercontent.com') && url.hash.startsWith('#http'))
    return remoteUrl(url.hash.slice(1))
  if (host.endsWith('.yusercontent.com') || host.endsWith('.yimg.com'))
    return http(url.searchParams.get('url'))
  const parameter = PARAMETER.get(host)
  if (parameter !== undefined) return http(url.searchParams.get(parameter))
  if (host === 'camo.githubusercontent.com') {
    const hex = /\/([0-9a-f]{16,4000})$/.exec(url.pathname)?.[1]
    return hex === undefined ? null : http(Buffer.from(hex, 'hex').toString('latin1'))
  }
  return null
}

function http(text: string | null): URL | null {
  return text !== null && /^https?:\/\//i.test(text) ? remoteUrl(text) : null
}
