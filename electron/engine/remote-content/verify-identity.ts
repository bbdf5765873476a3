/**
 * Whether a mail is from whom it says it is from, by the word of the user's own mail server and of nobody else.
 * Pure, and without a look-up: asking for a signature's key would tell its owner that the mail is being read.
 */
import type { IdentityState } from '../../../shared/models/trust-rule.ts'
import type { Authentication } from '../parse/authentication.ts'
import { domainOf, isAligned } from '../parse/mail-domain.ts'

export interface VerifiedIdentities {
  author: IdentityState
  list: IdentityState
}

/** @param pinned the authserv-id whose word counts, "*.example.org" for any host there, or null. */
export function verifyIdentities(
  authentication: Authentication | null,
  pinned: string | null,
): VerifiedIdentities {
  if (pinned === null || authentication === null) return { author: 'unknown', list: 'unknown' }
  const heard = authentication.authservId !== null && isServer(authentication.authservId, pinned)
  const state = (verified: boolean) => (heard && verified ? 'verified' : 'unverified')
  return { author: state(isAuthorVerified(authentication)), list: state(isListVerified(authentication)) }
}

/** The whole id, never a part of it: "mx.example.org.evil.example" and "evil-mx.example.org" are somebody else. */
export function isServer(authservId: string, pinned: string): boolean {
  return pinned.startsWith('*.') ? authservId.endsWith(pinned.slice(1)) : authservId === pinned
}

function isAuthorVerified({ author, dmarc, dkim }: Authentication): boolean {
  if (author === null) return false
  const domain = domainOf(author)
  // The owner of the domain asks for more than a signature that is only related (strict alignment, say).
  if (dmarc?.result === 'fail') return false
  if (dmarc?.result === 'pass' && dmarc.domain === domain) return true
  return isSignedFor(domain, dkim)
}

/** A list sends in the names of others, so only its own signature says anything. */
function isListVerified({ list, dkim }: Authentication): boolean {
  return list !== null && isSignedFor(list, dkim)
}

function isSignedFor(domain: string, dkim: Authentication['dkim']): boolean {
  return dkim.some((one) => one.result === 'pass' && one.domain !== null && isAligned(one.domain, domain))
}
