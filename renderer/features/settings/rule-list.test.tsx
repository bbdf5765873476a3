import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { type TrustRule, trustRuleSchema } from '../../../shared/models/trust-rule.ts'
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
  await dialog.getByRole('button', { name: /It is about/ }).click()
  await page.getByRole('option', { name: 'Everyone at a domain' }).click()
  await dialog.getByLabelText('Domain').fill('co.uk')
  await dialog.getByRole('button', { name: 'Save rule' }).click()
  await expect.element(dialog.getByText(/or one under which anybody can have an address/)).toBeVisible()
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

test('a file of rules is added, and what was left out of it is told', async () => {
  const read: string[] = []
  showRules([], {
    'trust.import'({ json }) {
      read.push(json)
      return { saved: 2, skipped: 1 }
    },
  })
  await importFile('{"rules":[]}')
  await expect.element(page.getByText('2 rules were added.')).toBeVisible()
  await expect.element(page.getByText('1 was left out: its account is not here.')).toBeVisible()
  expect(read).toEqual(['{"rules":[]}'])
})

test('a file that holds no rules changes nothing and is told as that', async () => {
  const { rules } = showRules([shopRule], {
    'trust.import'() {
      throw new MailError('bad-request')
    },
  })
  await importFile('no rules')
  await expect.element(page.getByText('This file holds no rules of Curtain.')).toBeVisible()
  expect(rules()).toEqual(['load shop.example'])
})
