import { expect, test } from 'vitest'
import type { TrustRuleDraft } from '../../../shared/models/trust-rule.ts'
import { addAccount } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { deleteAccount } from './accounts.ts'
import { listTrustRules, removeTrustRule, rulesAbout, saveTrustRule } from './trust-rules.ts'

const draft: TrustRuleDraft = {
  scope: 'sender',
  identity: 'news@shop.example',
  decision: 'load',
  accountId: null,
}

test('there is one rule for one identity, scope and account, and the last one counts', () => {
  const store = openTempStore()
  store.write((db) => {
    const here = addAccount(db)
    const first = saveTrustRule(db, draft, 1)
    expect(first.replaced).toBeUndefined()
    const second = saveTrustRule(db, { ...draft, decision: 'block' }, 2)
    expect(second.replaced).toEqual(first.rule)
    for (const other of [
      { ...draft, accountId: here },
      { ...draft, scope: 'list' },
    ] as const) {
      expect(saveTrustRule(db, other, 3).replaced).toBeUndefined()
    }
  })
  expect(listTrustRules(store.read).map(({ decision }) => decision)).toEqual(['load', 'block', 'load'])
})

test('a removed rule is told, and saving that again undoes it', () => {
  const store = openTempStore()
  store.write((db) => {
    const { rule } = saveTrustRule(db, draft, 1)
    expect(removeTrustRule(db, rule.id)).toEqual(rule)
    expect(removeTrustRule(db, rule.id)).toBeUndefined()
    expect(listTrustRules(db)).toEqual([])
    const again = saveTrustRule(db, rule, rule.createdAt).rule
    // No id is given twice: a page that holds the old one must not reach another rule with it.
    expect({ ...again, id: rule.id }).toEqual(rule)
    expect(again.id).not.toBe(rule.id)
  })
})

test('an account sees its own rules and those for all; they go with it', () => {
  const store = openTempStore()
  store.write((db) => {
    const [one, two] = [addAccount(db), addAccount(db, 'work@example.org')]
    saveTrustRule(db, { ...draft, accountId: one }, 1)
    saveTrustRule(db, { ...draft, accountId: two, decision: 'block' }, 1)
    saveTrustRule(db, { ...draft, scope: 'domain', identity: 'shop.example' }, 1)
    saveTrustRule(db, { ...draft, identity: 'other@shop.example' }, 1)
    const about = rulesAbout(db, one, ['news@shop.example', 'shop.example', 'example'])
    expect(about.map(({ scope, accountId }) => [scope, accountId]).sort()).toEqual([
      ['domain', null],
      ['sender', one],
    ])
    deleteAccount(db, one)
    expect(listTrustRules(db).map(({ accountId }) => accountId)).toEqual([two, null, null])
  })
})
