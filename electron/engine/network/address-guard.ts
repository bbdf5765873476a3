/**
 * Which addresses a mail may make this computer talk to: public ones. A picture address is written by a
 * stranger, so `<img src="http://192.168.1.1/reboot">` would otherwise let every sender press buttons on the
 * reader's router, printer or cloud machine (server-side request forgery, from the inside of the LAN).
 *
 * Spellings are no concern of this file beyond parsing: `new URL` turns octal, hexadecimal, dword, short,
 * full-width and percent-encoded forms into one dotted quad before anything is compared (WHATWG URL, host
 * parsing), and names are judged again by every address they resolve to.
 */
import ipaddr from 'ipaddr.js'
import { MailError } from '../../../shared/errors.ts'

/** 2000::/3, the only part of IPv6 that is given out. Whatever lies outside is special or not there yet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Azure's host agent: it answers every machine there, and its address looks public. */
const PUBLIC_LOOKING_METADATA = new Set(['168.63.129.16'])

/** Names that mean this machine or this network, by RFC 6761, 6762, 7686, 8375 and by long habit. */
const LOCAL_NAMES = [
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'onion',
  'lan',
  'home',
  'corp',
  'intranet',
]

/** @param address IPv4 or IPv6 as a resolver or a socket gives it; anything else is not public. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (PUBLIC_LOOKING_METADATA.has(parsed.toString())) return false
  // IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4, Teredo) has ranges of its own and is refused whole:
  // an honest server has no need of them, and each is a second spelling of a private address.
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return false
  return parsed.range() === 'unicast'
}

/** @throws MailError('picture-refused') for a literal address that is not public and for a local name. */
export function guardHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(bare)) {
    if (!isPublicAddress(bare)) throw new MailError('picture-refused')
    return
  }
  const name = bare.replace(/\.$/, '').toLowerCase()
  const local = LOCAL_NAMES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`))
  // A name without a dot is completed with the search domain of the network one happens to be in.
  if (local || !name.includes('.')) throw new MailError('picture-refused')
}

/** True for `192.0.2.1` and `[2001:db8::1]`: no name, so nothing to resolve. */
export function isLiteralAddress(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))
}

/**
 * The address of a picture as it will be asked for, or a refusal: http and https only, no user and password
 * (they are a token of their own), no port that belongs to another protocol (cross-protocol requests), no
 * literal address that is not public.
 *
 * @throws MailError('picture-refused')
 */
export function guardUrl(url: string): URL {
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) {
    throw new MailError('picture-refused')
  }
  if (parsed.username !== '' || parsed.password !== '') throw new MailError('picture-refused')
  const port = parsed.port === '' ? 443 : Number(parsed.port)
  if (port < 1024 && port !== 80 && port !== 443) throw new MailError('picture-refused')
  if (isLiteralAddress(parsed.hostname)) guardHost(parsed.hostname)
  parsed.hash = ''
  return parsed
}
