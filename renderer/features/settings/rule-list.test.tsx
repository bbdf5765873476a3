import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { type TrustRule, trustRuleDraftSchema, trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import { sampleAccount } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { RuleList } from './rule-list.tsx'

beforeEach(() => page.viewport(1280, 800))

const shopRule = { scope: 'domain', identity: 'shop.example', decision: 'load', accountId: null }
const spyRule = { scope: 'sender', identity: 'spy@evil.example', decision: 'block', accountId: 2 }

/** An engine that keeps rules in a list, as the real one does in a table. */
function showRules(given: object[], engine: Partial<EngineHandlers> = {}) {
  let lastId = 0
  let rules: TrustRule[] = []
  const add = (draft: object): TrustRule => {
    lastId += 1
    const rule = trustRuleSchema.parse({ createdAt: 1, ...draft, id: lastId })
    rules = [...rules, rule]
    return rule
  }
  for (const rule of given) add(rule)
  const take = (wanted: (rule: TrustRule) => boolean): TrustRule[] => {
    const gone = rules.filter(wanted)
    rules = rules.filter((rule) => !wanted(rule))
    return gone
  }
  const accounts = [sampleAccount(), sampleAccount({ id: 2, address: 'work@example.org' })]
  const shown: ShownPage = showPage(<RuleList accounts={accounts} />, {
    engine: {
      'trust.list': ({ text }) => rules.filter(({ identity }) => identity.includes(text)),
      'trust.save'({ instead, ...draft }) {
        if (draft.identity.endsWith('co.uk')) throw new MailError('bad-request')
        const replaced = take(({ id, identity }) => id === instead || identity === draft.identity)
        shown.engine.announce('privacy.changed', { accountId: null })
        return { rule: add(draft), replaced }
      },
      'trust.remove'({ ruleId }) {
        const [rule] = take(({ id }) => id === ruleId)
        shown.engine.announce('privacy.changed', { accountId: null })
        if (rule === undefined) throw new MailError('not-found')
        return rule
      },
      'trust.restore'({ gone, back }) {
        take(({ id }) => gone.includes(id))
        for (const rule of back) add(rule)
        shown.engine.announce('privacy.changed', { accountId: null })
      },
      'trust.export': () => ({ json: JSON.stringify(rules) }),
      ...engine,
    },
    shell: { 'shell.saveFile': () => ({ saved: true }) },
  })
  return { ...shown, rules: () => rules.map(({ identity, decision }) => `${decision} ${identity}`) }
}

const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
const button = (name: string | RegExp) => page.getByRole('button', { name })

async function importFile(text: string): Promise<void> {
  await expect.element(button('Add from a file…')).toBeVisible()
  const input = document.querySelector('input[type=file]')
  if (input === null) throw new Error('no field for a file')
  await page.elementLocator(input).upload(new File([text], 'rules.json', { type: 'application/json' }))
}

test('each rule says what it does, for whom and in which account', async () => {
  showRules([shopRule, spyRule])
  await expect
    .element(row('shop.example'))
    .toMatchTextContent('Loads by itself · Everyone at a domain · All accounts')
  await expect
    .element(row('spy@evil.example'))
    .toMatchTextContent('Always blocked · One sender · work@example.org')
})

test('the search finds rules by whom they are about, and says when there is none', async () => {
  showRules([shopRule, spyRule])
  const search = page.getByRole('searchbox', { name: 'Search your rules' })
  await search.fill('evil')
  await expect.element(row('shop.example')).not.toBeInTheDocument()
  await expect.element(row('spy@evil.example')).toBeVisible()
  await search.fill('nobody')
  await expect.element(page.getByText('No rule names that.')).toBeVisible()
})

test('without rules it is said how one comes to be, and there is nothing to export', async () => {
  showRules([])
  await expect.element(page.getByText(/No rules yet/)).toBeVisible()
  expect(button('Save as a file…').elements()).toEqual([])
})

test('a rule that is removed is gone at once, and undo brings it back', async () => {
  const { rules } = showRules([shopRule, spyRule])
  await button('Remove the rule for everyone at ⁨shop.example⁩').click()
  await expect.element(row('shop.example')).not.toBeInTheDocument()
  await expect.element(page.getByText('Without one, Curtain asks before it loads pictures.')).toBeVisible()
  // The button that was pressed is gone; the keyboard is where the next thing can be done.
  await expect.element(page.getByRole('searchbox')).toHaveFocus()
  await button('Undo').click()
  await expect.element(row('shop.example')).toBeVisible()
  expect(rules().toSorted()).toEqual(['block spy@evil.example', 'load shop.example'])
})

test('editing replaces the rule; undo restores what it was', async () => {
  const { rules } = showRules([shopRule])
  await button('Edit the rule for everyone at ⁨shop.example⁩').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Its pictures/ }).click()
  await page.getByRole('option', { name: 'Stay out, without asking' }).click()
  await dialog.getByLabelText('Domain').fill('store.example')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect.element(row('store.example')).toMatchTextContent('Always blocked')
  expect(rules()).toEqual(['block store.example'])
  await button('Undo').click()
  await expect.element(row('shop.example')).toMatchTextContent('Loads by itself')
  expect(rules()).toEqual(['load shop.example'])
})

test('a new rule needs somebody; what the engine refuses is said at the field', async () => {
  const { rules } = showRules([])
  await button('Add a rule').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect.element(dialog.getByText('That is no whole email address.')).toBeVisible()
  await expect.element(dialog.getByRole('textbox')).toHaveFocus()
  await dialog.getByRole('button', { name: /It is about/ }).click()
  await page.getByRole('option', { name: 'Everyone at a domain' }).click()
  await dialog.getByLabelText('Domain').fill('co.uk')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect.element(dialog.getByText(/or one under which anybody can have an address/)).toBeVisible()
  await expect.element(dialog.getByLabelText('Domain')).toHaveFocus()
  await dialog.getByLabelText('Domain').fill('shop.co.example')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(rules()).toEqual(['load shop.co.example'])
})

test('of thousands of rules a hundred are shown, and the rest are counted', async () => {
  showRules(Array.from({ length: 250 }, (_, n) => ({ ...shopRule, identity: `shop${n}.example` })))
  await expect.element(page.getByText('and 150 more')).toBeVisible()
  expect(page.getByRole('listitem').elements()).toHaveLength(100)
})

test('rules are saved as a file where the user says', async () => {
  const { asked } = showRules([shopRule])
  await button('Save as a file…').click()
  await expect.element(button('Saved')).toBeVisible()
  const input = asked.find(({ name }) => name === 'shell.saveFile')?.input as {
    filename: string
    bytes: Uint8Array
  }
  expect(input.filename).toBe('Curtain rules.json')
  expect(JSON.parse(new TextDecoder().decode(input.bytes))).toMatchObject([shopRule])
})

const nothingFound = { load: 0, block: 0, changed: 0, same: 0, skipped: 0, weakening: [] }

test('a file of rules is told before it is added, and taken back as a whole', async () => {
  const added = trustRuleSchema.parse({ ...spyRule, id: 99, createdAt: 1 })
  const found = { ...nothingFound, load: 2, changed: 1, same: 1, skipped: 1 }
  const { asked } = showRules([shopRule], {
    'trust.checkImport': () => found,
    'trust.import': () => ({ saved: [added.id], replaced: [added] }),
  })
  await importFile('{"rules":[]}')
  const dialog = page.getByRole('dialog', { name: 'Add these rules?' })
  for (const words of [
    '2 new rules let pictures load by themselves, without trackers.',
    '1 takes the place of a rule that you have.',
    '1 you have already.',
    '1 is left out: its account is not here.',
  ]) {
    await expect.element(dialog.getByText(words)).toBeVisible()
  }
  expect(dialog.getByRole('switch').elements()).toEqual([])
  await dialog.getByRole('button', { name: 'Add 3 rules' }).click()
  await expect.element(page.getByText('1 rule was added.')).toBeVisible()
  await button('Undo').click()
  await expect
    .poll(() => asked.filter(({ name }) => /import|restore/.test(name)))
    .toEqual([
      { name: 'trust.import', input: { json: '{"rules":[]}', weaken: false } },
      { name: 'trust.restore', input: { gone: [99], back: [added] } },
    ])
})

test('what a file would take from a block stays out, unless the reader says otherwise', async () => {
  const load = { ...spyRule, decision: 'load' } as const
  const { asked } = showRules([spyRule], {
    'trust.checkImport': () => ({ ...nothingFound, weakening: [trustRuleDraftSchema.parse(load)] }),
    'trust.import': () => ({ saved: [], replaced: [] }),
  })
  await importFile('{}')
  const dialog = page.getByRole('dialog')
  await expect
    .element(dialog)
    .toMatchTextContent('1 rule would load pictures that you block: ⁨spy@evil.example⁩')
  await expect.element(dialog.getByRole('button', { name: 'Add 0 rules' })).toBeDisabled()
  await dialog.getByText('Add these too').click()
  await dialog.getByRole('button', { name: 'Add 1 rule' }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'trust.import')?.input)
    .toEqual({ json: '{}', weaken: true })
})

test('a file that brings nothing new says so, and asks nothing', async () => {
  showRules([shopRule], { 'trust.checkImport': () => ({ ...nothingFound, same: 4 }) })
  await importFile('{}')
  await expect.element(page.getByText('There is no rule in this file that you do not have.')).toBeVisible()
  expect(page.getByRole('dialog').elements()).toEqual([])
})

test('a domain in another script is read, searched and edited as its people write it', async () => {
  const identity = 'xn--mgbh0fb.xn--kgbechtv'
  const { asked } = showRules([
    { ...shopRule, identity },
    { ...shopRule, identity: 'xn--80ak6aa92e.example' },
  ])
  await expect.element(row('مثال.إختبار')).toBeVisible()
  await expect.element(page.getByTitle(identity)).toHaveTextContent('مثال.إختبار')
  // "apple" in Cyrillic letters.
  await expect.element(row('xn--80ak6aa92e.example')).toBeVisible()
  await page.getByRole('searchbox').fill('مثال')
  await expect.poll(() => asked.at(-1)).toEqual({ name: 'trust.list', input: { text: 'مثال' } })
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect.element(page.getByRole('searchbox')).toHaveValue('')
  await button('Edit the rule for everyone at ⁨مثال.إختبار⁩').click()
  await expect.element(page.getByRole('dialog').getByLabelText('Domain')).toHaveValue('مثال.إختبار')
})

test('a file that holds no rules changes nothing and is told as that', async () => {
  const { rules } = showRules([shopRule], {
    'trust.checkImport'() {
      throw new MailError('bad-request')
    },
  })
  await importFile('no rules')
  await expect.element(page.getByText('This file holds no rules of Curtain.')).toBeVisible()
  expect(rules()).toEqual(['load shop.example'])
})
