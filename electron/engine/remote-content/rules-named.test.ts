import { expect, test } from 'vitest'
import { trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import { requireIdentity } from './rule-file.ts'
import { rulesNamed } from './rules-named.ts'

const rules = ['news@shop.example', 'a_b@bank.example', 'أخبار@متجر.example', 'post@bücher.example'].map(
  (text, index) =>
    trustRuleSchema.parse({
      ...{ id: index + 1, scope: 'sender', identity: requireIdentity('sender', text) },
      ...{ decision: 'load', accountId: null, createdAt: 1 },
    }),
)

test.each([
  [' SHOP', [1]],
  ['', [1, 2, 3, 4]],
  ['%', []],
  ['_', [2]],
  ['متجر', [3]],
  ['اخبار', [3]],
  ['xn--', [3, 4]],
  ['Bücher', [4]],
  ['bucher', [4]],
])('%j finds any part of an identity, in its own script too, and knows no wildcards', (text, ids) => {
  expect(rulesNamed(rules, text).map(({ id }) => id)).toEqual(ids)
})
