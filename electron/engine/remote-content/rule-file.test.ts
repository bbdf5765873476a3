import { expect, test } from 'vitest'
import { accountIdSchema, accountSchema } from '../../../shared/models/account.ts'
import { trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import { readRuleFile, requireIdentity, writeRuleFile } from './rule-file.ts'

function account(id: number, address: string) {
  const server = { host: 'imap.own.example', port: 993, security: 'tls', user: address }
  return accountSchema.parse({ id, address, displayName: '', ...server, smtp: null })
}

const accounts = [account(1, 'Noor@own.example'), account(2, 'work@own.example')]

const rules = [
  { id: 1, scope: 'sender', identity: 'a@shop.example', decision: 'load', accountId: 2, createdAt: 1 },
  { id: 2, scope: 'domain', identity: 'shop.example', decision: 'block', accountId: null, createdAt: 2 },
  { id: 3, scope: 'list', identity: 'choir.lists.example', decision: 'load', accountId: null, createdAt: 3 },
].map((rule) => trustRuleSchema.parse(rule))

test('what is written is read again, on a machine where the accounts have other ids', () => {
  const there = [account(7, 'WORK@own.example')]
  expect(readRuleFile(writeRuleFile(rules, accounts), there)).toEqual({
    drafts: rules.map(({ scope, identity, decision, accountId }) => ({
      ...{ scope, identity, decision },
      accountId: accountId === null ? null : accountIdSchema.parse(7),
    })),
    skipped: 0,
  })
})

test('a rule for an account that is not there is passed over, and never widened to all', () => {
  const read = readRuleFile(writeRuleFile(rules, accounts), [])
  expect(read.skipped).toBe(1)
  expect(read.drafts.map(({ scope }) => scope)).toEqual(['domain', 'list'])
})

const good = { scope: 'sender', identity: 'a@shop.example', decision: 'load', account: null }
const file = (rules: unknown, changes = {}) =>
  JSON.stringify({ format: 'curtain-trust-rules', version: 1, rules, ...changes })

test('identities are made comparable', () => {
  const { drafts } = readRuleFile(file([{ ...good, identity: ' A@SHOP.example. ' }]), [])
  expect(drafts.map(({ identity }) => identity)).toEqual(['a@shop.example'])
})

test.each<[string, string]>([
  ['no JSON', 'rules'],
  ['nothing', ''],
  ['null', 'null'],
  ['an array', '[]'],
  ['another format', file([good], { format: 'other' })],
  ['a later version', file([good], { version: 2 })],
  ['no list of rules', file('all')],
  ['too many rules', file(Array.from({ length: 10_001 }, () => good))],
  ['a rule with more to it', file([{ ...good, load: 'trackers' }])],
  ['more beside the rules', file([good], { policy: 'load' })],
  ['another scope', file([{ ...good, scope: 'everybody' }])],
  ['another decision', file([{ ...good, decision: 'everything' }])],
  ['no identity', file([{ ...good, identity: '' }])],
  ['an endless identity', file([{ ...good, identity: `a@${'a'.repeat(10_000)}.example` }])],
  ['a number for an identity', file([{ ...good, identity: 1 }])],
  ['an account by its id', file([{ ...good, account: 1 }])],
  ['a good rule beside a bad one', file([good, { ...good, identity: 'nobody' }])],
  ['all of .com', file([{ ...good, scope: 'domain', identity: 'com' }])],
  ['__proto__', '{"__proto__":{"format":"curtain-trust-rules","version":1,"rules":[]}}'],
  ['brackets without end', '['.repeat(1_000_000)],
])('%s is no file of rules', (_, json) => {
  expect(() => readRuleFile(json, accounts)).toThrow(expect.objectContaining({ code: 'bad-request' }))
})

test.each([
  ['sender', 'News@Shop.Example', 'news@shop.example'],
  ['sender', 'a@bücher.example', 'a@xn--bcher-kva.example'],
  ['domain', 'Mail.Shop.example', 'mail.shop.example'],
  ['domain', '@shop.example', 'shop.example'],
  ['domain', 'bücher.example', 'xn--bcher-kva.example'],
  ['list', 'Choir <Choir.Lists.Example>', 'choir.lists.example'],
] as const)('%s %s is %s', (scope, text, expected) => {
  expect(requireIdentity(scope, text)).toBe(expected)
})

test.each([
  ['sender', 'shop.example'],
  ['sender', '@shop.example'],
  ['sender', 'a@'],
  ['sender', 'a b@shop.example'],
  ['sender', 'Shop <a@shop.example>'],
  ['sender', 'a@b@shop.example'],
  ['sender', 'a@[192.0.2.1]'],
  ['domain', 'com'],
  ['domain', 'co.uk'],
  ['domain', 'github.io'],
  ['domain', 'localhost'],
  ['domain', '192.0.2.1'],
  ['domain', '*.example'],
  ['domain', 'shop..example'],
  ['domain', 'shop.example/path'],
  ['domain', 'shop%2eexample'],
  ['list', '<>'],
  ['list', 'a list'],
] as const)('%s %s is nobody in particular', (scope, text) => {
  expect(() => requireIdentity(scope, text)).toThrow(expect.objectContaining({ code: 'bad-request' }))
})
