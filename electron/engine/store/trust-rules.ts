import type { AccountId } from '../../../shared/models/account.ts'
import type { TrustRule, TrustRuleDraft, TrustRuleId } from '../../../shared/models/trust-rule.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** By identity. */
export function listTrustRules(db: ReadableDatabase): TrustRule[] {
  return db.all(sql<TrustRule>`
    SELECT id, scope, identity, decision, account_id AS accountId, created_at AS createdAt FROM trust_rules
    ORDER BY identity, scope, account_id`)
}

/** Those for any of the identities, whatever their scope, in this account or in all. */
export function rulesAbout(
  db: ReadableDatabase,
  accountId: AccountId,
  identities: readonly string[],
): TrustRule[] {
  return db.all(sql<TrustRule>`
    SELECT id, scope, identity, decision, account_id AS accountId, created_at AS createdAt FROM trust_rules
    WHERE identity IN (SELECT value FROM json_each(${JSON.stringify(identities)}))
      AND (account_id IS NULL OR account_id = ${accountId})`)
}

/**
 * One rule for one identity: a rule for the same scope and account gives way.
 *
 * @returns the rule, and the one that it took the place of.
 */
export function saveTrustRule(
  db: WritableDatabase,
  draft: TrustRuleDraft,
  createdAt: number,
): { rule: TrustRule; replaced: TrustRule | undefined } {
  const { scope, identity, decision, accountId } = draft
  const replaced = db.get(sql<TrustRule>`
    SELECT id, scope, identity, decision, account_id AS accountId, created_at AS createdAt FROM trust_rules
    WHERE identity = ${identity} AND scope = ${scope} AND account_id IS ${accountId}`)
  if (replaced !== undefined) removeTrustRule(db, replaced.id)
  const id = db.insert(sql<TrustRuleId>`
    INSERT INTO trust_rules (scope, identity, decision, account_id, created_at)
    VALUES (${scope}, ${identity}, ${decision}, ${accountId}, ${createdAt})`)
  return { rule: { id, scope, identity, decision, accountId, createdAt }, replaced }
}

/** @returns what it was. */
export function removeTrustRule(db: WritableDatabase, id: TrustRuleId): TrustRule | undefined {
  const rule = db.get(sql<TrustRule>`
    SELECT id, scope, identity, decision, account_id AS accountId, created_at AS createdAt FROM trust_rules
    WHERE id = ${id}`)
  if (rule !== undefined) db.run(sql`DELETE FROM trust_rules WHERE id = ${id}`)
  return rule
}
