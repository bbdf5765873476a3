import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { type Account, accountSchema } from '../../../shared/models/account.ts'
import { certificateSchema } from '../../../shared/models/certificate.ts'
import { signInIdSchema } from '../../../shared/models/sign-in.ts'
import { en } from '../../i18n/en.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { AccountMenu, type AccountTask } from './account-menu.tsx'

const words = en.accountSetup
const PIN = Array.from({ length: 32 }, () => 'AB').join(':')
const OTHER = Array.from({ length: 32 }, () => 'CD').join(':')
const SIGN_IN = signInIdSchema.parse(7)

const account = (given: Partial<Record<keyof Account, unknown>> = {}): Account =>
  accountSchema.parse({
    ...{ id: 1, address: 'mona@example.org', displayName: 'Mona', user: 'mona' },
    ...{ host: 'imap.example.org', port: 993, security: 'tls', pin: null, oauth: null, smtp: null },
    ...given,
  })

const certificate = certificateSchema.parse({
  ...{ subject: 'a', issuer: 'a', names: [], validFrom: null, validUntil: null },
  ...{ fingerprint: OTHER, problem: 'self-signed' },
})

function showDialog(
  task: AccountTask,
  given: Account,
  engine: Partial<EngineHandlers> = {},
): ShownPage & { closed: () => boolean } {
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  const shown = showPage(<AccountDialog account={given} task={task} onClose={close} />, {
    engine: { 'account.list': () => [given], 'account.edit': () => given, ...engine },
    shell: {
      'shell.info': () => ({ platform: 'linux', version: '1', languages: ['en'], keychain: true }),
      'shell.openLink': () => ({ opened: true }),
    },
  })
  return { ...shown, closed: () => isClosed }
}

const inputOf = ({ asked }: ShownPage, name: string) => asked.findLast((call) => call.name === name)?.input
const button = (name: string | RegExp) => page.getByRole('button', { name })

test('settings begin as they are, and without a new password the stored one stays', async () => {
  const shown = showDialog('settings', account({ pin: PIN }))
  await expect.element(page.getByLabelText('Your name')).toHaveValue('Mona')
  await page.getByLabelText('Your name').fill('Mona Lisa')
  await button(words.saveSettings).click()
  await expect.poll(shown.closed).toBe(true)
  expect(inputOf(shown, 'account.edit')).toEqual({
    ...{ id: 1, address: 'mona@example.org', displayName: 'Mona Lisa', user: 'mona' },
    ...{ host: 'imap.example.org', port: 993, security: 'tls', pin: PIN },
  })
})

test('another server takes no trust with it, and its own certificate is asked about', async () => {
  const shown = showDialog('settings', account({ pin: PIN }), {
    'account.edit': ({ pin }) => {
      if (pin !== OTHER) throw new MailError('certificate-untrusted')
      return account()
    },
    'account.certificate': () => certificate,
  })
  await page.getByLabelText('Incoming mail server (IMAP)').fill('imap.elsewhere.example')
  await button(words.saveSettings).click()
  await expect.element(page.getByText(en.accounts.invalid.password)).toBeVisible()
  expect(inputOf(shown, 'account.edit')).toBeUndefined()
  await page.getByLabelText('Password', { exact: true }).fill('another')
  await button(words.saveSettings).click()
  await button(words.showCertificate).click()
  expect(inputOf(shown, 'account.edit')).toMatchObject({ pin: null, password: 'another' })
  await button(words.trust).click()
  await expect.poll(shown.closed).toBe(true)
})

test('an account of the browser keeps its registration, and has no password to change', async () => {
  const oauth = { provider: 'microsoft', clientId: 'mine' }
  const shown = showDialog('settings', account({ oauth }))
  // Its servers are the provider's.
  for (const label of [en.accounts.password, en.accounts.server]) {
    expect(page.getByLabelText(label, { exact: true }).elements()).toEqual([])
  }
  await button(words.saveSettings).click()
  await expect.poll(shown.closed).toBe(true)
  expect(inputOf(shown, 'account.edit')).toMatchObject({ oauth })
})

test('signing in again brings a new permission, and nothing else changes', async () => {
  const oauth = { provider: 'microsoft' as const, clientId: 'mine' }
  const given = account({ oauth })
  const shown = showDialog('password', given, {
    'account.startSignIn': () => ({ signIn: SIGN_IN, url: 'https://login.microsoftonline.com/x' }),
    'account.awaitSignIn': () => {},
  })
  await page.getByLabelText(words.clientSecret).fill('shh')
  await button(/Sign in with Microsoft/).click()
  await expect.poll(shown.closed).toBe(true)
  expect(inputOf(shown, 'account.startSignIn')).toEqual({
    ...oauth,
    ...{ clientSecret: 'shh', address: 'mona@example.org' },
  })
  const { smtp: _, ...settings } = given
  expect(inputOf(shown, 'account.edit')).toEqual({ ...settings, signIn: SIGN_IN })
})

test('a trusted certificate is shown and can be distrusted; a new one is a new decision', async () => {
  const shown = showDialog('certificates', account({ pin: PIN }), {
    'account.setPin': () => {},
    'account.certificate': () => certificate,
  })
  await expect.element(page.getByText(PIN)).toBeVisible()
  await button(words.distrust).click()
  await expect
    .poll(() => inputOf(shown, 'account.setPin'))
    .toEqual({ accountId: 1, protocol: 'imap', pin: null })
  await button(words.showCertificate).click()
  await expect.element(page.getByText(OTHER)).toBeVisible()
  await button(words.trust).click()
  await expect
    .poll(() => inputOf(shown, 'account.setPin'))
    .toEqual({ accountId: 1, protocol: 'imap', pin: OTHER })
})

test('the one that is trusted already needs no second decision; the outgoing server has its own', async () => {
  const smtp = { host: 'smtp.example.org', port: 465, security: 'tls', user: 'mona', ownPassword: false }
  const shown = showDialog('certificates', account({ pin: OTHER, smtp }), {
    'account.certificate': () => certificate,
    'account.setPin': () => {},
  })
  await button(words.showCertificate).first().click()
  await expect.element(page.getByText(OTHER).nth(1)).toBeVisible()
  expect(button(words.trust).elements()).toEqual([])
  await button(words.showCertificate).click()
  await button(words.trust).click()
  await expect
    .poll(() => inputOf(shown, 'account.setPin'))
    .toEqual({ accountId: 1, protocol: 'smtp', pin: OTHER })
})

test.each([
  ['a password', {}, [en.accounts.enterPassword], [words.signInAgain, words.certificates]],
  [
    'the browser, and a trusted certificate',
    { oauth: { provider: 'google', clientId: 'x' }, pin: PIN },
    [words.signInAgain, words.certificates],
    [en.accounts.enterPassword],
  ],
])('the menu of an account with %s offers what fits it', async (_what, given, offered, missing) => {
  const tasks: AccountTask[] = []
  showPage(<AccountMenu account={account(given)} onTask={(task) => tasks.push(task)} />)
  await button(/Account/).click()
  for (const name of offered) await expect.element(page.getByRole('menuitem', { name })).toBeVisible()
  for (const name of missing) expect(page.getByRole('menuitem', { name }).elements()).toEqual([])
  await page.getByRole('menuitem', { name: words.settings }).click()
  expect(tasks).toEqual(['settings'])
})
