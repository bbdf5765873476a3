import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'

const ASCII_DOMAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/
const FOREIGN_DOMAIN = /^[\w.\-\u0080-\uffff]+$/
const LOCAL_PART = /^[^\s<>()[\]\\,;:@"]+$/
const LIST_IDENTIFIER = /^[a-z0-9_.+-]{1,255}$/
const LONGEST_DOMAIN = 253

/** A domain as it is compared: lower case, ASCII, without the last dot. null for addresses of hosts and whatever is no name. */
export function toDomain(text: string): string | null {
  const name = text.toLowerCase().replace(/\.$/, '')
  if (name.length > LONGEST_DOMAIN) return null
  if (ASCII_DOMAIN.test(name)) return name
  // Of ASCII only what names are made of: domainToASCII would read "%2e" and the like as a browser does.
  const ascii = FOREIGN_DOMAIN.test(name) ? domainToASCII(name) : ''
  return ASCII_DOMAIN.test(ascii) && ascii.length <= LONGEST_DOMAIN ? ascii : null
}

/** An address as it is compared, in lower case with its domain in ASCII; null for quoted local parts and for what is none. */
export function toAddress(text: string): string | null {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = toDomain(text.slice(at + 1))
  return at > 0 && local.length <= 64 && LOCAL_PART.test(local) && domain !== null
    ? `${local.toLowerCase()}@${domain}`
    : null
}

/** The identifier of a List-Id (RFC 2919) as it is compared, with or without its description and brackets; null for what is none. */
export function toListIdentifier(text: string): string | null {
  const identifier = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase()
  return LIST_IDENTIFIER.test(identifier) && toDomain(identifier) !== null ? identifier : null
}

/** @param address as `toAddress` makes it. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/**
 * The domain that somebody registered, by the public suffix list with its private part: what stands under
 * github.io belongs to as many people as what stands under co.uk. null for a suffix itself and for IP addresses.
 */
export function registeredDomain(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false })
}

/** Whether both belong to the same owner: DMARC's relaxed alignment (RFC 7489 3.1). */
export function isAligned(domain: string, other: string): boolean {
  if (domain === other) return true
  const owner = registeredDomain(domain)
  return owner !== null && owner === registeredDomain(other)
}
