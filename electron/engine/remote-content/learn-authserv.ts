/**
 * Finds out which server speaks for an account's mail from the mail that is in its inbox. Pure: values in,
 * values out. Why a stranger can't teach it a name: docs/decisions/008-trust-is-not-the-from-header.md.
 */
import type { Authentication } from '../parse/authentication.ts'
import { domainOf, registeredDomain, toDomain } from '../parse/mail-domain.ts'
import { isServer } from './verify-identity.ts'

export interface Arrival {
  /** Unix time in ms, by the user's own server. */
  receivedAt: number
  authentication: Pick<Authentication, 'author' | 'authservId' | 'receivedBy'>
}

/** Below these, a handful of mails by one sender could be the whole evidence. */
const MIN_MAILS = 20
const MIN_SENDERS = 8
const MIN_DAYS = 7
/** A server that puts its results on all that comes in leaves hardly a mail without. */
const MIN_SHARE = 0.9
const DAY_MS = 86_400_000

/**
 * @param arrivals the newest mails of the inbox, those without results among them.
 * @param own domains that are the user's: of the IMAP server, and of the address.
 * @returns an authserv-id, "*.example.org" where every host of a provider gives its own name, or null.
 */
export function learnAuthserv(arrivals: readonly Arrival[], own: readonly string[]): string | null {
  const ours = arrivals.filter((arrival) => isOurs(arrival.authentication, own))
  const ids = new Set(ours.flatMap(({ authentication }) => authentication.authservId ?? []))
  const families = new Set([...ids].flatMap((id) => ownerOf(id) ?? []).map((owner) => `*.${owner}`))
  const speaksForMost = (pin: string) => {
    const said = ours.filter(({ authentication }) => isServer(authentication.authservId ?? '', pin))
    return said.length >= arrivals.length * MIN_SHARE && isEnough(said)
  }
  return [...ids, ...families].find(speaksForMost) ?? null
}

/** Of the server's, the address's or the last receiving host's owner: a forwarder's word about its own mail is not ours. */
function isOurs({ authservId, receivedBy }: Arrival['authentication'], own: readonly string[]): boolean {
  const owner = authservId === null ? null : ownerOf(authservId)
  if (owner === null) return false
  return [receivedBy, ...own].some((domain) => domain !== null && ownerOf(domain) === owner)
}

function ownerOf(name: string): string | null {
  const domain = toDomain(name)
  return domain === null ? null : registeredDomain(domain)
}

function isEnough(said: readonly Arrival[]): boolean {
  const senders = new Set(
    said.flatMap(({ authentication: { author } }) => author && ownerOf(domainOf(author))),
  )
  senders.delete(null)
  const days = new Set(said.map(({ receivedAt }) => Math.floor(receivedAt / DAY_MS)))
  return said.length >= MIN_MAILS && senders.size >= MIN_SENDERS && days.size >= MIN_DAYS
}
