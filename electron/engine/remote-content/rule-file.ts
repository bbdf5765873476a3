/** Trust rules as a file that another Curtain can read. Pure: values in, values out. */
import { z } from 'zod'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import {
  type TrustRule,
  type TrustRuleDraft,
  type TrustScope,
  trustRuleDraftSchema,
} from '../../../shared/models/trust-rule.ts'
import { registeredDomain, toAddress, toDomain, toListIdentifier } from '../parse/mail-domain.ts'

const MAX_RULES = 10_000

/** Account ids mean nothing elsewhere: a rule for one account names its address. */
const ruleFileSchema = z.strictObject({
  format: z.literal('curtain-trust-rules'),
  version: z.literal(1),
  rules: z
    .array(
      z.strictObject({
        ...trustRuleDraftSchema.pick({ scope: true, identity: true, decision: true }).shape,
        account: z.string().max(320).nullable(),
      }),
    )
    .max(MAX_RULES),
})

export function writeRuleFile(rules: readonly TrustRule[], accounts: readonly Account[]): string {
  const addressOf = new Map(accounts.map(({ id, address }) => [id, address]))
  const file: z.infer<typeof ruleFileSchema> = {
    format: 'curtain-trust-rules',
    version: 1,
    rules: rules.map(({ scope, identity, decision, accountId }) => ({
      ...{ scope, identity, decision },
      account: accountId === null ? null : (addressOf.get(accountId) ?? ''),
    })),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * All or nothing of a file that a stranger may have written. Rules for accounts that are not here are passed over.
 *
 * @throws MailError 'bad-request' when it is no such file, or names something that no rule can be about.
 */
export function readRuleFile(
  json: string,
  accounts: readonly Account[],
): { drafts: TrustRuleDraft[]; skipped: number } {
  const { rules } = parseFile(json)
  const idOf = new Map(accounts.map(({ id, address }) => [address.toLowerCase(), id]))
  const drafts = rules.flatMap(({ account, ...rule }): TrustRuleDraft[] => {
    const draft = { ...rule, identity: requireIdentity(rule.scope, rule.identity) }
    if (account === null) return [{ ...draft, accountId: null }]
    const accountId = idOf.get(account.toLowerCase())
    return accountId === undefined ? [] : [{ ...draft, accountId }]
  })
  return { drafts, skipped: rules.length - drafts.length }
}

function parseFile(json: string): z.infer<typeof ruleFileSchema> {
  try {
    return ruleFileSchema.parse(JSON.parse(json))
  } catch (cause) {
    throw new MailError('bad-request', { cause })
  }
}

/**
 * What a rule is about, comparable. A domain under which anybody can register ("com", "co.uk", "github.io")
 * can't be trusted, for it is not anybody.
 *
 * @throws MailError 'bad-request'
 */
export function requireIdentity(scope: TrustScope, text: string): string {
  const identity = readIdentity(scope, text.trim())
  if (identity === null) throw new MailError('bad-request')
  return identity
}

function readIdentity(scope: TrustScope, text: string): string | null {
  if (scope === 'sender') return toAddress(text)
  if (scope === 'list') return toListIdentifier(text)
  const domain = toDomain(text.replace(/^@/, ''))
  return domain === null || registeredDomain(domain) === null ? null : domain
}
