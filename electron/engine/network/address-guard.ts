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
import { dropRootDot } from '../../../shared/drop-root-dot.ts'
import { PictureError } from './picture-error.ts'

/** 2000::/3, the only part of IPv6 that is given out. Whatever lies outside is special or not there yet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Azure's host agent: it answers every machine there, and its address looks public. */
const PUBLIC_LOOKING_METADATA = new Set(['168.63.129.16'])

/**
 * Ports above 1,023 that belong to another protocol (Fetch, "bad port"): NFS, SIP, X11, IRC and others take lines of
 * a request for commands of their own.
 */
const FOREIGN_PORTS = new Set([
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
  ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
])

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

/**
 * Where the IPv4 address lies in an address of NAT64, as byte positions (RFC 6052, 2.2). An IPv6-only network
 * reaches every IPv4 host by such addresses, so the host inside is the one to judge.
 */
const NAT64 = [
  { prefix: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), layouts: [[12, 13, 14, 15]] },
  // For use inside one network (RFC 8215), which may lay it out in any of four ways.
  {
    prefix: ipaddr.IPv6.parseCIDR('64:ff9b:1::/48'),
    layouts: [
      [12, 13, 14, 15],
      [9, 10, 11, 12],
      [7, 9, 10, 11],
      [6, 7, 9, 10],
    ],
  },
] as const

/** @param address IPv4 or IPv6 as a resolver or a socket gives it; anything else is not public. */
export function isPublicAddress(address: string): boolean {
  // A zone names an interface of this machine, and no public address needs one.
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return isPublicIpv4(parsed)
  const nat64 = NAT64.find(({ prefix }) => parsed.match(prefix))
  if (nat64 !== undefined) return isPublicBehindNat64(parsed.toByteArray(), nat64.layouts)
  // The other ways to write IPv4 inside IPv6 (mapped, compatible, 6to4, Teredo) are refused whole: no honest
  // server has need of them, and each is a second spelling of a private address.
  return parsed.match(GLOBAL_UNICAST) && parsed.range() === 'unicast'
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return !PUBLIC_LOOKING_METADATA.has(address.toString()) && address.range() === 'unicast'
}

/** Whichever layout the translator reads must lead to a public host, or, in 0.0.0.0/8, to none at all. */
function isPublicBehindNat64(bytes: number[], layouts: readonly (readonly number[])[]): boolean {
  const inside = layouts.map((positions) => new ipaddr.IPv4(positions.map((at) => bytes[at] ?? 0)))
  const used = inside.filter(({ octets }) => octets[0] !== 0)
  return used.length > 0 && used.every(isPublicIpv4)
}

/** @throws PictureError('refused-address') for a literal address that is not public and for a local name. */
export function guardHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(bare)) {
    if (!isPublicAddress(bare)) throw new PictureError('refused-address')
    return
  }
  const labels = bare.replace(/\.$/, '').toLowerCase().split('.')
  const name = labels.join('.')
  const local = LOCAL_NAMES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`))
  // A name without a dot is completed with the search domain of the network one happens to be in. An empty
  // label ("localhost..", "127.0.0.1..") is no name, but some resolvers make one of it. A last label of digits
  // is no name either: what reads it reads a number.
  const malformed =
    labels.length < 2 || labels.includes('') || /^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')
  if (local || malformed) throw new PictureError('refused-address')
}

/** This machine, by its address or its one name. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback')
}

/** True for `192.0.2.1` and `[2001:db8::1]`: no name, so nothing to resolve. */
export function isLiteralAddress(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))
}

/**
 * The address of a picture as it will be asked for, or a refusal: http and https only, no user and password
 * (they are a token of their own), no port that belongs to another protocol (cross-protocol requests), no
 * literal address that is not public and no local name.
 *
 * @throws PictureError('refused-address')
 */
export function guardUrl(url: string): URL {
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) {
    throw new PictureError('refused-address')
  }
  if (parsed.username !== '' || parsed.password !== '') throw new PictureError('refused-address')
  const port = parsed.port === '' ? 443 : Number(parsed.port)
  const isForeign = (port < 1024 && port !== 80 && port !== 443) || FOREIGN_PORTS.has(port)
  if (isForeign) throw new PictureError('refused-address')
  guardHost(parsed.hostname)
  parsed.hash = ''
  return dropRootDot(parsed)
}
