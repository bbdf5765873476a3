import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { LinkMode } from '../../../shared/models/link-mode.ts'
import { defaultPrivacySettings } from '../../../shared/models/privacy-settings.ts'
import type { Authserv } from '../../../shared/models/trust-rule.ts'
import type { Language } from '../../i18n/language.ts'
import { sampleAccount } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { SettingsPage } from './settings-page.tsx'

beforeEach(() => page.viewport(1280, 800))

const learnt: Authserv = {
  id: 'mx.example.org',
  setBy: 'learnt',
  seen: [
    { id: 'mx.example.org', mails: 41 },
    { id: 'mx.old.example', mails: 3 },
  ],
  total: 44,
}

interface Given {
  settings?: Partial<typeof defaultPrivacySettings>
  engine?: Partial<EngineHandlers>
  linkMode?: LinkMode
  language?: Language
}

function showSettings({ settings, engine, linkMode = 'always', language = 'en' }: Given = {}): ShownPage {
  return showPage(<SettingsPage accounts={[sampleAccount()]} onClose={() => {}} />, {
    engine: {
      'privacy.settings': () => ({ ...defaultPrivacySettings, ...settings }),
      'privacy.saveSettings': () => {},
      'privacy.authserv': () => learnt,
      'trust.list': () => [],
      'remoteContent.forget': () => {},
      ...engine,
    },
    shell: { 'shell.linkMode': () => linkMode, 'shell.setLinkMode': ({ mode }) => mode },
    language,
  })
}

const inputsOf = (shown: ShownPage, name: string) =>
  shown.asked.filter((call) => call.name === name).map((call) => call.input)
const saved = (shown: ShownPage) => inputsOf(shown, 'privacy.saveSettings').at(-1)
const radio = (name: RegExp) => page.getByRole('radio', { name })
/** The words of a choice are pressed: its circle is drawn, and what the browser knows of it is not to be seen. */
const choose = (name: RegExp) => page.getByText(name).first().click()

test('what is private comes first, under its name', async () => {
  showSettings()
  const headings = page.getByRole('heading', { level: 2 })
  await expect.poll(() => headings.elements().map((one) => one.textContent)).toEqual(['Privacy', 'Reading'])
  const privacy = page.getByRole('region', { name: 'Privacy' })
  const first = privacy.getByRole('heading', { level: 3 }).first()
  await expect.element(first).toHaveTextContent('Pictures in your mail')
})

test('the default policy is shown, and another one counts at once', async () => {
  const shown = showSettings()
  await expect.element(radio(/Ask me/)).toBeChecked()
  await expect.element(page.getByText('In Junk and Trash, pictures never load by themselves.')).toBeVisible()
  await choose(/Load those of people I have written to/)
  await expect.poll(() => saved(shown)).toMatchObject({ ...defaultPrivacySettings, policy: 'contacts' })
  await expect.element(radio(/people I have written to/)).toBeChecked()
})

test('a change that could not be stored is told, and what counts is shown again', async () => {
  showSettings({
    engine: {
      'privacy.saveSettings': () => {
        throw new MailError('disk-full')
      },
    },
  })
  await choose(/Leave them out, without asking/)
  await expect.element(page.getByRole('alert')).toMatchTextContent('There is no space left')
  await expect.element(radio(/Ask me/)).toBeChecked()
})

test('settings that can’t be read are told, and read again when asked', async () => {
  let broken = true
  showSettings({
    engine: {
      'privacy.settings': () => {
        if (broken) throw new MailError('internal')
        return defaultPrivacySettings
      },
    },
  })
  await expect.element(page.getByRole('alert')).toBeVisible()
  expect(page.getByRole('radio').elements()).toEqual([])
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(radio(/Ask me/)).toBeChecked()
})

test('the room for pictures is chosen, also when it is an unusual one', async () => {
  const shown = showSettings({ settings: { vaultMegabytes: 300 } })
  const size = page.getByRole('button', { name: /Keep at most/ })
  await expect.element(size).toMatchTextContent('300 MB')
  size.element().focus()
  await userEvent.keyboard('{Enter}')
  await page.getByRole('option', { name: '2,000 MB' }).click()
  await expect.poll(() => saved(shown)).toMatchObject({ vaultMegabytes: 2_000 })
})

test('all pictures are forgotten only after a question', async () => {
  const shown = showSettings()
  await page.getByRole('button', { name: 'Forget all pictures…' }).click()
  await expect.element(page.getByRole('dialog')).toMatchTextContent('its server is asked again')
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(inputsOf(shown, 'remoteContent.forget')).toEqual([])
  await page.getByRole('button', { name: 'Forget all pictures…' }).click()
  await page.getByRole('button', { name: 'Forget them' }).click()
  await expect.element(page.getByText('All pictures are gone from this computer.')).toBeVisible()
  expect(inputsOf(shown, 'remoteContent.forget')).toEqual([{ scope: { kind: 'all' } }])
})

test('whose word counts: what was learnt, another that was seen, one that is typed, or nobody’s', async () => {
  const choices: unknown[] = []
  const shown = showSettings({
    engine: {
      'privacy.saveAuthserv': ({ choice }) => {
        choices.push(choice)
        return choice.kind === 'learn' ? learnt : { ...learnt, id: choice.id, setBy: 'user' as const }
      },
    },
  })
  const change = page.getByRole('button', { name: /Change whose word counts/ })
  await expect.element(page.getByText('Believes ⁨mx.example.org⁩, learnt from your inbox')).toBeVisible()
  await change.click()
  await choose(/mx\.old\.example/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.element(page.getByText('Believes ⁨mx.old.example⁩, chosen by you')).toBeVisible()

  await change.click()
  await choose(/Another name/)
  await page.getByLabelText('Name of the server').fill('two words')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.element(page.getByText('That is no name of a server.')).toBeVisible()
  await page.getByLabelText('Name of the server').fill('*.mail.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.element(page.getByText('Believes ⁨*.mail.example⁩, chosen by you')).toBeVisible()

  await change.click()
  await choose(/^Nobody$/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.element(page.getByText('Believes nobody, chosen by you')).toBeVisible()
  expect(choices).toEqual([
    { kind: 'set', id: 'mx.old.example' },
    { kind: 'set', id: '*.mail.example' },
    { kind: 'set', id: null },
  ])
  expect(inputsOf(shown, 'privacy.saveAuthserv')[0]).toMatchObject({ accountId: 1 })
})

test('whether links ask is what the shell says, not what was pressed', async () => {
  const shown = showPage(<SettingsPage accounts={[]} onClose={() => {}} />, {
    engine: { 'privacy.settings': () => defaultPrivacySettings, 'trust.list': () => [] },
    // The user said no in the shell's own dialog.
    shell: { 'shell.linkMode': () => 'always', 'shell.setLinkMode': () => 'always' },
  })
  await choose(/Only when something is odd/)
  await expect.poll(() => inputsOf(shown, 'shell.setLinkMode')).toEqual([{ mode: 'suspicious' }])
  await expect.element(radio(/Always show me where it leads/)).toBeChecked()
})

test('connections without encryption are a choice of their own', async () => {
  const shown = showSettings()
  await choose(/Also over connections that are not encrypted/)
  await expect.poll(() => saved(shown)).toMatchObject({ allowHttp: true })
})

test('in Arabic too', async () => {
  showSettings({ language: 'ar' })
  await expect.element(page.getByRole('heading', { level: 1, name: 'الإعدادات' })).toBeVisible()
  await expect.poll(() => document.title).toBe('الإعدادات – Curtain')
})
