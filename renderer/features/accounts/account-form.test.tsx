import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError, mailErrorCodes } from '../../../shared/errors.ts'
import { accountSchema } from '../../../shared/models/account.ts'
import { certificateSchema } from '../../../shared/models/certificate.ts'
import { type MailServers, mailServersSchema } from '../../../shared/models/mail-servers.ts'
import { signInIdSchema } from '../../../shared/models/sign-in.ts'
import { en } from '../../i18n/en.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { AccountForm } from './account-form.tsx'
import { Welcome } from './welcome.tsx'

const words = en.accountSetup
const ADDRESS = 'mona@example.org'
const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')
const SIGN_IN = signInIdSchema.parse(7)
const URL_OF_PROVIDER = 'https://accounts.google.com/o/oauth2/v2/auth?client_id=mine'

const shellInfo = (keychain: boolean) => ({
  'shell.info': () => ({ platform: 'linux' as const, version: '1', languages: ['en'], keychain }),
})

const servers = (given: Partial<MailServers> = {}): MailServers =>
  mailServersSchema.parse({
    ...{ source: 'table', name: 'Example Mail', hint: null, help: null, oauth: null },
    imap: { host: 'in.example.org', port: 993, security: 'tls', user: '%EMAILLOCALPART%' },
    smtp: { host: 'out.example.org', port: 587, security: 'starttls', user: '%EMAILADDRESS%' },
    ...given,
  })

const stored = accountSchema.parse({
  ...{ id: 1, address: ADDRESS, displayName: '', user: ADDRESS },
  ...{ host: 'imap.example.org', port: 993, security: 'tls', smtp: null },
})

function showForm(engine: Partial<EngineHandlers> = {}): ShownPage & { added: () => number } {
  let added = 0
  const shown = showPage(<AccountForm onAdded={() => (added += 1)} />, {
    engine: { 'account.knownServers': () => null, 'account.list': () => [], ...engine },
    shell: { 'shell.openLink': () => ({ opened: true }) },
  })
  return { ...shown, added: () => added }
}

const fail = (code: ConstructorParameters<typeof MailError>[0]) => () => {
  throw new MailError(code)
}
const button = (name: string | RegExp) => page.getByRole('button', { name })
const host = () => page.getByLabelText(en.accounts.server)
const asked = ({ asked: calls }: ShownPage, name: string) =>
  calls.filter((call) => call.name === name).map(({ input }) => input)

async function typeAddress(address = ADDRESS): Promise<void> {
  await page.getByLabelText('Email address').fill(address)
  await page.getByLabelText('Password', { exact: true }).fill('secret')
}

async function enterMyself(): Promise<void> {
  await typeAddress()
  await button(words.enterMyself).click()
}

test('an address is taken without the marks of the right-to-left text that it was copied out of', async () => {
  const { asked: calls } = showForm()
  await typeAddress(`\u202a${ADDRESS}\u202c\u200f`)
  await expect.element(page.getByLabelText('Email address')).toHaveValue(ADDRESS)
  await userEvent.tab()
  await expect
    .poll(() => calls.find(({ name }) => name === 'account.knownServers')?.input)
    .toEqual({ domain: 'example.org' })
})

test('nothing is sent while a field is wrong, and each says what it wants', async () => {
  const shown = showForm()
  await button('Add account').click()
  await expect.element(page.getByText(en.accounts.invalid.address)).toBeVisible()
  await expect.element(page.getByText(en.accounts.invalid.password)).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).toHaveAttribute('aria-invalid', 'true')
  await expect.element(page.getByLabelText('Email address')).toHaveFocus()
  expect(shown.asked).toEqual([])
  await typeAddress()
  await expect.element(page.getByText(en.accounts.invalid.address)).not.toBeInTheDocument()
})

test('a known provider needs no further question, and nobody is asked', async () => {
  const shown = showForm({ 'account.knownServers': () => servers(), 'account.add': () => stored })
  await typeAddress()
  await expect.element(page.getByText(/Your mail is at .?Example Mail/)).toBeVisible()
  expect(host().elements()).toEqual([])
  await button('Add account').click()
  await expect.poll(shown.added).toBe(1)
  expect(asked(shown, 'account.add')).toEqual([
    {
      ...{ address: ADDRESS, displayName: '', password: 'secret', pin: null },
      ...{ host: 'in.example.org', port: 993, security: 'tls', user: 'mona' },
    },
  ])
  expect(asked(shown, 'account.askForServers')).toEqual([])
  expect(new Set(asked(shown, 'account.knownServers').map((input) => JSON.stringify(input)))).toContain(
    '{"domain":"example.org"}',
  )
})

test('what a provider wants is said in words, with a way to its page', async () => {
  const help = 'https://example.org/help'
  const shown = showForm({ 'account.knownServers': () => servers({ hint: 'app-password', help }) })
  await typeAddress()
  await expect.element(page.getByText(/wants an app password/)).toBeVisible()
  await button(words.help).click()
  await expect.poll(() => asked(shown, 'shell.openLink')).toEqual([{ url: help }])
})

test('who lets nobody in is said, and nothing is tried', async () => {
  const shown = showForm({
    'account.knownServers': () => servers({ hint: 'no-imap', imap: null, smtp: null }),
  })
  await typeAddress()
  await expect.element(page.getByText(/lets no other mail program in/)).toBeVisible()
  await button('Add account').click()
  await expect.element(button(words.enterMyself)).toHaveFocus()
  expect(asked(shown, 'account.add')).toEqual([])
})

test('an unknown domain is a question, and its answer decides who is asked', async () => {
  const shown = showForm({ 'account.askForServers': () => servers({ source: 'domain', hint: null }) })
  await page.getByLabelText('Email address').fill(ADDRESS)
  // Half an address is nothing to ask about.
  expect(page.getByText(/does not know the servers/).elements()).toEqual([])
  await page.getByLabelText('Password', { exact: true }).fill('secret')
  await expect.element(page.getByText(/They learn your mail domain \(not your address\)/)).toBeVisible()
  // Not even by the button at the end.
  await button('Add account').click()
  expect(asked(shown, 'account.add')).toEqual([])
  expect(asked(shown, 'account.askForServers')).toEqual([])
  await expect.element(page.getByText(new RegExp(words.chooseFirst))).toBeVisible()
  await expect.element(button(words.ask)).toHaveFocus()
  await button(words.ask).click()
  await expect.element(page.getByText(/named this server/)).toBeVisible()
  expect(asked(shown, 'account.askForServers')).toEqual([{ domain: 'example.org' }])
  // Shown before any login.
  await expect.element(host()).toHaveValue('in.example.org')
  await expect.element(host()).toHaveFocus()
  await expect.element(page.getByLabelText('User name')).toHaveValue('mona')
})

test('Enter in the form leads to the question, each time', async () => {
  showForm()
  await typeAddress()
  await userEvent.keyboard('{Enter}')
  await expect.element(button(words.ask)).toHaveFocus()
  await page.getByLabelText('Password', { exact: true }).click()
  await userEvent.keyboard('{Enter}')
  await expect.element(button(words.ask)).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(host()).toHaveFocus()
})

test('when nobody knows, the user is asked', async () => {
  showForm({ 'account.askForServers': () => null })
  await typeAddress()
  await button(words.ask).click()
  await expect.element(page.getByText(/Nobody could name the servers/)).toBeVisible()
  await expect.element(host()).toHaveValue('imap.example.org')
})

test('a name in another script is looked up as name servers write it', async () => {
  const shown = showForm()
  await typeAddress('mona@مثال.example')
  await expect.element(button(words.ask)).toBeVisible()
  expect(asked(shown, 'account.knownServers').at(-1)).toEqual({ domain: 'xn--mgbh0fb.example' })
})

test('the draft has what was typed, and the usual port of the chosen protection', async () => {
  const shown = showForm({ 'account.add': fail('wrong-password') })
  await enterMyself()
  await expect.element(host()).toHaveValue('imap.example.org')
  await button(/Protection/).click()
  await page.getByRole('option', { name: /STARTTLS/ }).click()
  await button('Add account').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors['wrong-password'].title)
  expect(asked(shown, 'account.add').at(-1)).toEqual({
    ...{ address: ADDRESS, displayName: '', password: 'secret', pin: null },
    ...{ host: 'imap.example.org', port: 143, security: 'starttls', user: ADDRESS },
  })
})

test.each(mailErrorCodes.filter((code) => code !== 'cancelled'))(
  '%s is told in words, never as a code',
  async (code) => {
    showForm({ 'account.add': fail(code) })
    await enterMyself()
    await button('Add account').click()
    await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].title)
    await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].advice)
  },
)

const certificate = certificateSchema.parse({
  ...{ subject: 'mail.example.org', issuer: 'mail.example.org', names: ['mail.example.org'] },
  ...{ validFrom: Date.UTC(2026, 0, 1), validUntil: Date.UTC(2027, 0, 1) },
  ...{ fingerprint: FINGERPRINT, problem: 'self-signed' },
})

test('a certificate is trusted only after it was shown and chosen, and then it alone', async () => {
  let isTrusted = false
  const shown = showForm({
    'account.add': ({ pin }) => {
      isTrusted = pin === FINGERPRINT
      if (!isTrusted) throw new MailError('certificate-untrusted')
      return stored
    },
    'account.certificate': () => certificate,
  })
  await enterMyself()
  await button('Add account').click()
  await expect.element(button(words.showCertificate)).toBeVisible()
  expect(asked(shown, 'account.certificate')).toEqual([])
  await button(words.showCertificate).click()
  for (const fact of [FINGERPRINT, words.problems['self-signed'], words.trustWarning, /January 1, 2027/]) {
    await expect.element(page.getByText(fact)).toBeVisible()
  }
  expect(asked(shown, 'account.certificate')).toEqual([
    { host: 'imap.example.org', port: 993, security: 'tls', protocol: 'imap' },
  ])
  expect(isTrusted).toBe(false)
  await button(words.trust).click()
  await expect.poll(shown.added).toBe(1)
})

test('the trust is for that server: another is asked about anew', async () => {
  const shown = showForm({
    'account.add': fail('certificate-untrusted'),
    'account.certificate': () => certificate,
  })
  await enterMyself()
  await button('Add account').click()
  await button(words.showCertificate).click()
  await button(words.trust).click()
  await expect.poll(() => asked(shown, 'account.add')).toHaveLength(2)
  await host().fill('imap.elsewhere.example')
  await button('Add account').click()
  await expect.poll(() => asked(shown, 'account.add')).toHaveLength(3)
  expect(asked(shown, 'account.add').map((input) => Reflect.get(Object(input), 'pin'))).toEqual([
    null,
    FINGERPRINT,
    null,
  ])
})

test('a certificate that nothing is wrong with any more offers no trust', async () => {
  showForm({
    'account.add': fail('certificate-untrusted'),
    'account.certificate': () => ({ ...certificate, problem: null }),
  })
  await enterMyself()
  await button('Add account').click()
  await button(words.showCertificate).click()
  await expect.element(page.getByText(words.noProblem)).toBeVisible()
  expect(button(words.trust).elements()).toEqual([])
})

const google = () => servers({ name: 'Gmail', hint: 'oauth-only', oauth: 'google' })

test('signing in by the browser needs the user’s own client ID, and says why', async () => {
  const shown = showForm({
    'account.knownServers': google,
    'account.startSignIn': () => ({ signIn: SIGN_IN, url: URL_OF_PROVIDER }),
    'account.awaitSignIn': () => {},
    'account.add': () => stored,
  })
  await page.getByLabelText('Email address').fill(ADDRESS)
  await userEvent.tab()
  await expect.element(page.getByText(words.clientTitle)).toBeVisible()
  expect(page.getByLabelText('Password', { exact: true }).elements()).toEqual([])
  await button(/Sign in with Google/).click()
  await expect.element(page.getByText(en.accounts.invalid.clientId)).toBeVisible()
  await page.getByLabelText(words.clientId).fill(' mine ')
  await button(/Sign in with Google/).click()
  await expect.poll(shown.added).toBe(1)
  expect(asked(shown, 'account.startSignIn')).toEqual([
    { provider: 'google', clientId: 'mine', clientSecret: null, address: ADDRESS },
  ])
  expect(asked(shown, 'shell.openLink')).toEqual([{ url: URL_OF_PROVIDER }])
  expect(asked(shown, 'account.add')).toEqual([
    {
      ...{ address: ADDRESS, displayName: '', pin: null, smtp: null, signIn: SIGN_IN },
      ...{ host: 'in.example.org', port: 993, security: 'tls', user: 'mona' },
      oauth: { provider: 'google', clientId: 'mine' },
    },
  ])
})

test('while the browser is open the user can go back, and nothing is added', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  const shown = showForm({
    'account.knownServers': google,
    'account.startSignIn': () => ({ signIn: SIGN_IN, url: URL_OF_PROVIDER }),
    'account.awaitSignIn': () => promise,
    'account.cancelSignIn': () => reject(new MailError('cancelled')),
  })
  await page.getByLabelText('Email address').fill(ADDRESS)
  await page.getByLabelText(words.clientId).fill('mine')
  await button(/Sign in with Google/).click()
  await expect.element(page.getByText(words.waiting)).toBeVisible()
  await button(words.openAgain).click()
  await expect.poll(() => asked(shown, 'shell.openLink')).toHaveLength(2)
  await button('Cancel').click()
  await expect.element(page.getByText(words.waiting)).not.toBeInTheDocument()
  expect(asked(shown, 'account.cancelSignIn')).toEqual([{ signIn: SIGN_IN }])
  expect(page.getByRole('alert').elements()).toEqual([])
  expect(asked(shown, 'account.add')).toEqual([])
})

test('a provider that takes passwords too leaves the choice', async () => {
  showForm({ 'account.knownServers': () => servers({ oauth: 'google', hint: 'app-password' }) })
  await typeAddress()
  await button(new RegExp(words.way)).click()
  await page.getByRole('option', { name: words.ways.google }).click()
  await expect.element(page.getByLabelText(words.clientId)).toBeVisible()
})

test('without a keychain the first run says that passwords will not last', async () => {
  showPage(<Welcome onAdded={() => {}} />, { shell: shellInfo(false) })
  await expect.element(page.getByText(en.accounts.noKeychain)).toBeVisible()
})

test('with a keychain nothing is said of it', async () => {
  const shown = showPage(<Welcome onAdded={() => {}} />, { shell: shellInfo(true) })
  await expect.element(button('Add account')).toBeVisible()
  await expect.poll(() => asked(shown, 'shell.info').length).toBe(1)
  expect(page.getByText(en.accounts.noKeychain).elements()).toEqual([])
})
