import type { TFunction } from 'i18next'
import type { TrustRuleDraft } from '../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../shared/readable-identity.ts'
import { isolate } from './isolate.ts'

/** Whom a rule is about, within a sentence: "everyone at shop.example". */
export function ruleName(
  { scope, identity }: Pick<TrustRuleDraft, 'scope' | 'identity'>,
  t: TFunction,
): string {
  return t(`trust.who.${scope}`, { identity: isolate(readableIdentity(identity)) })
}
