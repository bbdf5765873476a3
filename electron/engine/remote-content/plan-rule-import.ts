/** What a file of rules would change. Pure: values in, values out. */
import type { TrustRule, TrustRuleDraft } from '../../../shared/models/trust-rule.ts'
import { domainOf } from '../parse/mail-domain.ts'
import { byNarrowness } from './message-trust.ts'

export interface RuleImport {
  /** New ones. */
  added: TrustRuleDraft[]
  /** In place of a rule that said something else. */
  changed: TrustRuleDraft[]
  /** Either would load what a rule of the user's blocks: whoever wrote the file may not decide that. */
  weakening: TrustRuleDraft[]
  /** Rules that are there already. */
  same: number
}

/** Of two rules in the file that contradict each other the one to block counts. */
export function planRuleImport(drafts: readonly TrustRuleDraft[], rules: readonly TrustRule[]): RuleImport {
  const plan: RuleImport = { added: [], changed: [], weakening: [], same: 0 }
  const known = new Map(rules.map((rule) => [keyOf(rule), rule]))
  const blocks = Map.groupBy(
    rules.filter(({ decision }) => decision === 'block'),
    ({ identity }) => identity,
  )
  const wanted = new Map<string, TrustRuleDraft>()
  for (const draft of drafts) {
    if (wanted.get(keyOf(draft))?.decision !== 'block') wanted.set(keyOf(draft), draft)
  }
  for (const draft of wanted.values()) {
    const before = known.get(keyOf(draft))
    if (before?.decision === draft.decision) plan.same++
    else if (
      draft.decision === 'load' &&
      around(draft).some((name) => blocks.get(name)?.some(gives(draft)))
    ) {
      plan.weakening.push(draft)
    } else if (before === undefined) plan.added.push(draft)
    else plan.changed.push(draft)
  }
  return plan
}

/** Whether a rule to block would give way to this one to load, for any mail. */
function gives(draft: TrustRuleDraft): (block: TrustRule) => boolean {
  return (block) => {
    if (keyOf(block) === keyOf(draft)) return true
    const isAboutSame = block.scope === 'domain' || block.scope === draft.scope
    const isInSame =
      block.accountId === null || draft.accountId === null || block.accountId === draft.accountId
    return isAboutSame && isInSame && byNarrowness(draft, block) < 0
  }
}

/** Itself, and the domains that it stands under. */
function around({ identity }: TrustRuleDraft): string[] {
  const labels = domainOf(identity).split('.')
  return [identity, ...labels.map((_, position) => labels.slice(position).join('.'))]
}

function keyOf({ scope, identity, accountId }: TrustRuleDraft): string {
  return `${scope} ${accountId} ${identity}`
}
