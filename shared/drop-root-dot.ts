const ROOT_DOT = /[^.]\.$/

/**
 * "host.example." is the same host as "host.example" (RFC 1034, 3.1), so engine and page call both by the latter: a
 * sender could otherwise spell a host that is known by name in a way that nobody knows.
 *
 * @returns the same address, with its host changed.
 */
export function dropRootDot<Address extends { hostname: string }>(address: Address): Address {
  const { hostname } = address
  if (hostname.endsWith('.') && ROOT_DOT.test(hostname)) address.hostname = hostname.slice(0, -1)
  return address
}
