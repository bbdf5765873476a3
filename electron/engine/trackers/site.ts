import { parse } from 'tldts'
import { registeredDomain } from '../parse/mail-domain.ts'

/** A newsletter links to about ten hosts; looking one up in the list takes a few microseconds. */
const REMEMBERED_HOSTS = 1_000
const sites = new Map<string, string>()

/**
 * The domain that somebody registered for a host, by the public suffix list with its private part (what stands
 * under github.io belongs to as many people as what stands under co.uk). A suffix or an IP address is its own.
 */
export function siteOf(host: string): string {
  const known = sites.get(host)
  if (known !== undefined) return known
  const site = registeredDomain(host) ?? host
  if (sites.size >= REMEMBERED_HOSTS) sites.clear()
  sites.set(host, site)
  return site
}

/** Whether a host ends in a domain of the DNS root that exists: "paypal.com" does, "invoice.pdf" does not. */
export function hasKnownEnding(host: string): boolean {
  const { domain, isIcann, isPrivate } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  })
  return domain !== null && (isIcann === true || isPrivate === true)
}
