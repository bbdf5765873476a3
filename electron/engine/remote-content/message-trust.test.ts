import { expect, test } from 'vitest'
import { accountIdSchema } from '../../../shared/models/account.ts'
import { type TrustRule, type TrustRuleDraft, trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import type { Authentication } from '../parse/authentication.ts'
import { decideTrust, type TrustFacts } from './message-trust.ts'

const here = accountIdSchema.parse(1)
const elsewhere = accountIdSchema.parse(2)
const SERVER = 'mx.own.example'

const bothVerified: Authentication = {
  author: 'news@mail.shop.example',
  list: 'offers.lists.example',
  authservId: SERVER,
  dmarc: { result: 'pass', domain: 'mail.shop.example' },
  dkim: [{ result: 'pass', domain: 'lists.example' }],
  receivedBy: SERVER,
}
const forged: Authentication = { ...bothVerified, dmarc: { result: 'fail', domain: null }, dkim: [] }

function decide(changes: Partial<TrustFacts> = {}) {
  return decideTrust({
    accountId: here,
    from: 'news@mail.shop.example',
    authentication: bothVerified,
    roles: ['inbox'],
    pinned: SERVER,
    isContact: false,
    rules: [],
    policy: 'block',
    ...changes,
  })
}

let lastId = 0
/** "load domain shop.example", in account 1 with " here" behind it. */
function rule(text: string): TrustRule {
  const [decision, scope, identity, where] = text.split(' ')
  lastId += 1
  const accountId = where === undefined ? null : where === 'here' ? here : elsewhere
  return trustRuleSchema.parse({ id: lastId, decision, scope, identity, accountId, createdAt: 0 })
}

test.each<[string, string[], TrustRuleDraft['decision'] | 'ask']>([
  ['no rule', [], 'ask'],
  ['the sender', ['load sender news@mail.shop.example'], 'load'],
  ['the domain', ['load domain mail.shop.example'], 'load'],
  ['a domain above it', ['load domain shop.example'], 'load'],
  ['the list', ['load list offers.lists.example'], 'load'],
  ['another sender there', ['load sender other@mail.shop.example'], 'ask'],
  ['a domain below it', ['load domain news.mail.shop.example'], 'ask'],
  ['a domain that ends alike', ['load domain op.example'], 'ask'],
  ['another list there', ['load list other.lists.example'], 'ask'],
  ['a list named like the domain', ['load list mail.shop.example'], 'ask'],
  ['a domain named like the list', ['load domain offers.lists.example'], 'ask'],
  ['this account', ['load sender news@mail.shop.example here'], 'load'],
  ['another account', ['load sender news@mail.shop.example elsewhere'], 'ask'],
  ['a sender to block', ['block sender news@mail.shop.example'], 'block'],
  ['a domain to block', ['block domain shop.example'], 'block'],
  ['sender before list', ['load sender news@mail.shop.example', 'block list offers.lists.example'], 'load'],
  ['list before domain', ['load list offers.lists.example', 'block domain mail.shop.example'], 'load'],
  ['sender before domain', ['block sender news@mail.shop.example', 'load domain shop.example'], 'block'],
  [
    'a longer domain before a shorter one',
    ['load domain mail.shop.example', 'block domain shop.example'],
    'load',
  ],
  ['the same the other way round', ['block domain mail.shop.example', 'load domain shop.example'], 'block'],
  [
    'an account before all',
    ['load sender news@mail.shop.example here', 'block sender news@mail.shop.example'],
    'load',
  ],
  [
    'the same the other way round',
    ['block sender news@mail.shop.example here', 'load sender news@mail.shop.example'],
    'block',
  ],
  [
    'a sender in all accounts before a domain in this one',
    ['load sender news@mail.shop.example', 'block domain mail.shop.example here'],
    'load',
  ],
  [
    'block before load where both are as narrow',
    ['load sender news@mail.shop.example', 'block sender news@mail.shop.example'],
    'block',
  ],
  [
    'another account’s rule is not heard at all',
    ['block sender news@mail.shop.example elsewhere', 'load domain shop.example'],
    'load',
  ],
])('rules: %s', (_, texts, expected) => {
  // In whatever order they come out of the store.
  for (const rules of [texts.map(rule), texts.map(rule).reverse()]) {
    expect(decide({ rules }).decision).toBe(expected)
  }
})

const sender = rule('load sender news@mail.shop.example')
const list = rule('load list offers.lists.example')

test('a forger gets nothing by a rule, and the reader is told', () => {
  for (const rules of [[sender], [list], [rule('load domain shop.example')]]) {
    expect(decide({ rules, authentication: forged })).toMatchObject({
      decision: 'ask',
      because: 'claimed-only',
      rule: rules[0],
      identity: 'unverified',
      listIdentity: 'unverified',
    })
  }
})

test('that is said even to those who are never asked: they expect these pictures', () => {
  expect(decide({ rules: [sender], authentication: forged, policy: 'never-ask' })).toMatchObject({
    decision: 'ask',
    because: 'claimed-only',
  })
})

test('a rule to load counts for nobody while the user’s own server is not known', () => {
  expect(decide({ rules: [sender, list], pinned: null })).toMatchObject({
    decision: 'ask',
    because: 'claimed-only',
    identity: 'unknown',
  })
  expect(decide({ rules: [sender], authentication: null })).toMatchObject({
    decision: 'ask',
    identity: 'unknown',
  })
})

test('a list’s rule needs the list’s signature, not the author’s; a sender’s the other way round', () => {
  const authorOnly = { ...bothVerified, dkim: [] }
  expect(decide({ rules: [list], authentication: authorOnly })).toMatchObject({ because: 'claimed-only' })
  expect(decide({ rules: [sender], authentication: authorOnly })).toMatchObject({ decision: 'load' })
  const listOnly: Authentication = { ...bothVerified, dmarc: { result: 'fail', domain: null } }
  expect(decide({ rules: [list], authentication: listOnly })).toMatchObject({ decision: 'load' })
  expect(decide({ rules: [sender], authentication: listOnly })).toMatchObject({ because: 'claimed-only' })
})

test('a rule to block needs no proof, and outweighs a narrower one that has none', () => {
  const rules = [sender, rule('block domain shop.example')]
  expect(decide({ rules, authentication: forged })).toMatchObject({ decision: 'block', because: 'rule' })
})

test('several authors are nobody; the one that is shown can still be blocked', () => {
  const authentication = { ...bothVerified, author: null }
  expect(decide({ rules: [sender], authentication })).toMatchObject({ because: 'claimed-only' })
  const block = rule('block sender news@mail.shop.example')
  expect(decide({ rules: [block], authentication })).toMatchObject({ decision: 'block' })
})

test.each(['junk', 'trash'] as const)(
  'nothing loads by itself in %s, nor what is there and elsewhere',
  (role) => {
    for (const changes of [{ rules: [sender] }, { policy: 'contacts', isContact: true } as const]) {
      expect(decide({ ...changes, roles: [role] })).toMatchObject({ decision: 'ask', because: 'junk' })
      expect(decide({ ...changes, roles: ['inbox', role] })).toMatchObject({ decision: 'ask' })
      expect(decide({ ...changes, roles: ['inbox', null] })).toMatchObject({ decision: 'load' })
    }
    const block = rule('block sender news@mail.shop.example')
    expect(decide({ rules: [block], roles: [role] })).toMatchObject({ decision: 'block' })
    expect(decide({ policy: 'never-ask', roles: [role] })).toMatchObject({ decision: 'block' })
  },
)

test.each([
  ['block', true, bothVerified, 'ask', 'policy'],
  ['contacts', true, bothVerified, 'load', 'contact'],
  ['contacts', false, bothVerified, 'ask', 'policy'],
  ['contacts', true, forged, 'ask', 'claimed-contact'],
  ['contacts', true, null, 'ask', 'claimed-contact'],
  ['never-ask', true, bothVerified, 'block', 'policy'],
] as const)('policy %s, contact: %s', (policy, isContact, authentication, decision, because) => {
  expect(decide({ policy, isContact, authentication })).toMatchObject({ decision, because, rule: null })
})

test('a contact that is blocked stays blocked', () => {
  const rules = [rule('block sender news@mail.shop.example')]
  expect(decide({ policy: 'contacts', isContact: true, rules }).decision).toBe('block')
})

test('what a rule can be made for is named, comparable, and never a public suffix', () => {
  expect(decide()).toMatchObject({
    sender: 'news@mail.shop.example',
    domain: 'mail.shop.example',
    list: 'offers.lists.example',
  })
  const names = (from: string) => decide({ from, authentication: null })
  expect(names('News@Shop.EXAMPLE.')).toMatchObject({ sender: 'news@shop.example', domain: 'shop.example' })
  expect(names('a@co.uk')).toMatchObject({ sender: 'a@co.uk', domain: null })
  expect(names('nobody')).toMatchObject({ sender: null, domain: null, list: null })
})
