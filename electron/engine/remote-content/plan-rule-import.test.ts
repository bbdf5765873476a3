import { expect, test } from 'vitest'
import { trustRuleDraftSchema, trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import { planRuleImport } from './plan-rule-import.ts'

/** "load sender a@shop.example", with the account behind it where it is for one. */
function draft(text: string) {
  const [decision, scope, identity, account] = text.split(' ')
  return trustRuleDraftSchema.parse({
    decision,
    scope,
    identity,
    accountId: account ? Number(account) : null,
  })
}
const rule = (text: string) => trustRuleSchema.parse({ ...draft(text), id: 1, createdAt: 1 })
const say = ({ decision, scope, identity, accountId }: ReturnType<typeof draft>) =>
  [decision, scope, identity, accountId].filter((part) => part !== null).join(' ')

function plan(file: string[], rules: string[] = []) {
  const { added, changed, weakening, same } = planRuleImport(file.map(draft), rules.map(rule))
  return { added: added.map(say), changed: changed.map(say), weakening: weakening.map(say), same }
}

const nothing = { added: [], changed: [], weakening: [], same: 0 }

test('what is new, what is another, and what is there already are told apart', () => {
  const file = ['load sender a@shop.example', 'block domain loud.example', 'block sender b@shop.example 1']
  const rules = ['load domain loud.example', 'block sender b@shop.example 1']
  expect(plan(file, rules)).toEqual({
    ...{
      added: ['load sender a@shop.example'],
      changed: ['block domain loud.example'],
      weakening: [],
      same: 1,
    },
  })
})

test.each([
  ['the same', 'load sender a@loud.example', 'block sender a@loud.example'],
  ['somebody in a blocked domain', 'load sender a@mail.loud.example', 'block domain loud.example'],
  ['a part of a blocked domain', 'load domain mail.loud.example', 'block domain loud.example'],
  ['a list of a blocked domain', 'load list garden.loud.example', 'block domain loud.example'],
  ['one account of all', 'load domain loud.example 1', 'block domain loud.example'],
  ['somebody blocked in one account', 'load sender a@loud.example', 'block domain loud.example 2'],
])('what would load what is blocked is set apart: %s', (_, added, block) => {
  expect(plan([added], [block])).toEqual({ ...nothing, weakening: [added] })
})

test.each([
  ['a narrower block stays', 'load domain loud.example', 'block sender a@loud.example'],
  ['a block in one account stays', 'load domain loud.example', 'block domain loud.example 1'],
  ['another account', 'load domain loud.example 1', 'block domain loud.example 2'],
  ['another domain', 'load domain loud.example', 'block domain oud.example'],
  ['a block is no danger', 'block sender a@loud.example', 'block domain loud.example'],
])('what takes nothing from a block is simply new: %s', (_, added, block) => {
  expect(plan([added], [block])).toEqual({ ...nothing, added: [added] })
})

test('a file that contradicts itself blocks', () => {
  const [load, block] = ['load sender a@shop.example', 'block sender a@shop.example']
  expect(plan([load, block, load])).toEqual({ ...nothing, added: [block] })
})

test('ten thousand rules against ten thousand are compared at once', () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `shop${n}.example`)
  const { weakening } = plan(
    names.map((name) => `load sender a@${name}`),
    names.map((name) => `block domain ${name}`),
  )
  expect(weakening).toHaveLength(10_000)
})
