/**
 * What happens to a message's pictures when it is opened. Pure: values in, values out.
 *
 * A rule to block counts for whom the mail claims to be from, for a forger gains nothing by it. A rule to load
 * counts only for whom it is verified to be from. Of the rules that count the narrowest decides: sender before
 * list before domain, a longer domain before a shorter one, one account before all; where two are equally
 * narrow, block. Trackers and suspects stay out in any case: choosePictures sees to that.
 */
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderRole } from '../../../shared/models/folder.ts'
import type { PrivacySettings } from '../../../shared/models/privacy-settings.ts'
import {
  type MessageTrust,
  type TrustRule,
  type TrustRuleDraft,
  trustScopeSchema,
} from '../../../shared/models/trust-rule.ts'
import type { Authentication } from '../parse/authentication.ts'
import { domainOf, registeredDomain, toAddress } from '../parse/mail-domain.ts'
import { verifyIdentities } from './verify-identity.ts'

export interface TrustFacts {
  accountId: AccountId
  /** The From address that the reader sees, as it came. */
  from: string
  /** null when no parser that knows of it has read the mail. */
  authentication: Authentication | null
  /** Of every folder that holds the message. */
  roles: readonly (FolderRole | null)[]
  /** The authserv-id whose word counts in this account. */
  pinned: string | null
  /** The user has written to this author. */
  isContact: boolean
  rules: readonly TrustRule[]
  policy: PrivacySettings['policy']
}

export function decideTrust(facts: TrustFacts): MessageTrust {
  const { accountId, authentication, policy } = facts
  const sender = authentication?.author ?? toAddress(facts.from)
  const list = authentication?.list ?? null
  const domain = sender === null ? null : domainOf(sender)
  const state = verifyIdentities(authentication, facts.pinned)
  const names = {
    sender,
    // A rule for a whole suffix would be one for everybody under it.
    domain: domain === null || registeredDomain(domain) === null ? null : domain,
    list,
  }
  const about = { ...names, identity: state.author, listIdentity: state.list }
  const claimed = facts.rules.filter(
    (rule) => (rule.accountId === null || rule.accountId === accountId) && isAbout(rule, names),
  )
  const counting = claimed.filter(
    (rule) => rule.decision === 'block' || (rule.scope === 'list' ? state.list : state.author) === 'verified',
  )
  const decisive = [...counting].sort(byNarrowness)[0]

  const otherwise = policy === 'never-ask' ? 'block' : 'ask'

  if (decisive?.decision === 'block') return { ...about, decision: 'block', because: 'rule', rule: decisive }
  if (facts.roles.some((role) => role === 'junk' || role === 'trash')) {
    return { ...about, decision: otherwise, because: 'junk', rule: null }
  }
  if (decisive) return { ...about, decision: 'load', because: 'rule', rule: decisive }
  const meant = [...claimed].sort(byNarrowness)[0]
  if (meant) return { ...about, decision: 'ask', because: 'claimed-only', rule: meant }
  if (policy === 'contacts' && facts.isContact) {
    return state.author === 'verified'
      ? { ...about, decision: 'load', because: 'contact', rule: null }
      : { ...about, decision: 'ask', because: 'claimed-contact', rule: null }
  }
  return { ...about, decision: otherwise, because: 'policy', rule: null }
}

function isAbout(
  { scope, identity }: TrustRule,
  names: Pick<MessageTrust, 'sender' | 'domain' | 'list'>,
): boolean {
  if (scope !== 'domain') return identity === names[scope]
  return names.domain === identity || names.domain?.endsWith(`.${identity}`) === true
}

export function byNarrowness(a: TrustRuleDraft, b: TrustRuleDraft): number {
  const scopes = trustScopeSchema.options
  return (
    scopes.indexOf(a.scope) - scopes.indexOf(b.scope) ||
    b.identity.length - a.identity.length ||
    Number(a.accountId === null) - Number(b.accountId === null) ||
    Number(a.decision === 'load') - Number(b.decision === 'load')
  )
}
