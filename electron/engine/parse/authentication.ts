/**
 * Who a mail is from, as far as the mail says, and what a server on its way said of that. Nothing here is
 * proof: whoever knows which server is the user's own compares (remote-content/verify-identity.ts).
 */
import { type AuthenticationResults, readAuthenticationResults } from './authentication-results.ts'
import { bareText } from './bare-text.ts'
import { limits } from './limits.ts'
import { domainOf, toAddress, toDomain, toListIdentifier } from './mail-domain.ts'
import type { RawHeader } from './read-headers.ts'

export interface Authentication {
  /** The author's address, comparable; null unless there is exactly one From with exactly one mailbox. */
  author: string | null
  /** The identifier of the one List-Id, in lower case. */
  list: string | null
  /** Of the topmost Authentication-Results, in lower case. Without it the results below are empty. */
  authservId: string | null
  /** null when there is none, or more than one. */
  dmarc: { result: string; domain: string | null } | null
  /** Each signature's result with the domain that signed. */
  dkim: { result: string; domain: string | null }[]
  /** The host that took the mail in last, of those that have a public name, by its own Received header. */
  receivedBy: string | null
}

const MAX_SIGNATURES = 20
/** A provider's own servers pass a mail on several times among themselves. */
const MAX_HOPS = 6
const PRIVATE_NAME = /^[^.]+$|\.(?:internal|local|localdomain|localhost|lan|home|corp|intranet|arpa)$/
const ENCODED_WORD = /=\?[^?\s]{1,100}\?[bq]\?[^?]*\?=/gi
const ONE_MAILBOX = /^(?:[^<>@,;:[\]\\]*<\s*([^<>\s]+)\s*>|\s*([^<>\s]+))\s*$/

export function readAuthentication(headers: readonly RawHeader[], shownFrom: string): Authentication {
  // Topmost only: a server puts its own above everything that it was given.
  const topmost = headers.find(({ name }) => name === 'authentication-results')?.value
  const claims =
    topmost === undefined || topmost.length > limits.mimeHeaderValue
      ? null
      : readAuthenticationResults(topmost)
  return {
    author: readAuthor(headers, shownFrom),
    list: readList(headers),
    authservId: claims?.authservId ?? null,
    ...readResults(claims),
    receivedBy: readReceivedBy(headers),
  }
}

function valuesOf(headers: readonly RawHeader[], name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value)
}

/** @param shownFrom the address that the reader sees: whoever is verified must be the one who is shown. */
function readAuthor(headers: readonly RawHeader[], shownFrom: string): string | null {
  const [from, ...more] = valuesOf(headers, 'from')
  if (from === undefined || more.length > 0 || from.length > limits.line) return null
  const bare = bareText(from)?.replace(ENCODED_WORD, '')
  const [, bracketed, alone] = ONE_MAILBOX.exec(bare ?? '') ?? []
  const address = toAddress(bracketed ?? alone ?? '')
  return address !== null && address === toAddress(shownFrom) ? address : null
}

function readList(headers: readonly RawHeader[]): string | null {
  const [value, ...more] = valuesOf(headers, 'list-id')
  if (value === undefined || more.length > 0) return null
  return toListIdentifier(value)
}

function readResults(claims: AuthenticationResults | null): Pick<Authentication, 'dmarc' | 'dkim'> {
  const results = claims?.results ?? []
  const dmarcs = results.filter(({ method }) => method === 'dmarc')
  const [dmarc] = dmarcs
  return {
    // There is one From, so there is one DMARC result: of two, the sender wrote one.
    dmarc: dmarc && dmarcs.length === 1 ? { result: dmarc.result, domain: fromDomain(dmarc) } : null,
    dkim: results
      .filter(({ method }) => method === 'dkim')
      .slice(0, MAX_SIGNATURES)
      .map((one) => ({ result: one.result, domain: signingDomain(one) })),
  }
}

type Properties = AuthenticationResults['results'][number]

/** undefined: not there. null: there, but no domain, or two that differ. */
function domainIn({ properties }: Properties, property: string): string | null | undefined {
  const values = properties.filter(({ name }) => name === property).map(({ value }) => value)
  if (values.length === 0) return undefined
  const domains = new Set(values.map((value) => toDomain(domainOf(value))))
  const [domain = null] = domains
  return domains.size === 1 ? domain : null
}

function fromDomain(dmarc: Properties): string | null {
  return domainIn(dmarc, 'header.from') ?? null
}

/** header.d, or where the server gives only the signer's identity, the domain of header.i, which lies within d. */
function signingDomain(dkim: Properties): string | null {
  const signer = domainIn(dkim, 'header.d')
  const identity = domainIn(dkim, 'header.i')
  if (signer === undefined) return identity ?? null
  if (signer === null || identity === undefined) return signer
  return identity === signer || identity?.endsWith(`.${signer}`) ? signer : null
}

function readReceivedBy(headers: readonly RawHeader[]): string | null {
  for (const value of valuesOf(headers, 'received').slice(0, MAX_HOPS)) {
    const host = /(?:^|\s)by\s+([^\s;]+)/i.exec(bareText(value.slice(0, limits.line)) ?? '')?.[1]
    const domain = host === undefined ? null : toDomain(host)
    if (domain !== null && !PRIVATE_NAME.test(domain)) return domain
  }
  return null
}
