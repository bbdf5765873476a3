import { plainly } from '../../../shared/fold-for-search.ts'
import type { TrustRule } from '../../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'

/** Those whose identity contains the text, in the form in which it is stored or as people write it. */
export function rulesNamed(rules: readonly TrustRule[], text: string): TrustRule[] {
  const wanted = plainly(text.trim())
  if (wanted === '') return [...rules]
  return rules.filter(({ identity }) =>
    [identity, readableIdentity(identity)].some((name) => plainly(name).includes(wanted)),
  )
}
