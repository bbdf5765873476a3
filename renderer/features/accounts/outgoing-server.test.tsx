import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { MailError } from '../../../shared/errors.ts'
import { type Account, accountSchema } from '../../../shared/models/account.ts'
import type { MailServers } from '../../../shared/models/mail-servers.ts'
import { en } from '../../i18n/en.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { AccountForm } from './account-form.tsx'
import { OutgoingDialog } from './outgoing-dialog.tsx'

const words = en.outgoing
const server = () => page.getByLabelText(words.server)
const ports = () => page.getByLabelText(en.accounts.port)

function account(smtp: Account['smtp'] = null): Account {
  return accountSchema.parse({
    ...{ id: 1, address: 'mona@example.org', displayName: '', user: 'mona@example.org' },
    ...{ host: 'imap.example.org', port: 993, security: 'tls', smtp },
  })
}

function showDialog(
  given: Account,
  save: () => void = () => {},
  known: MailServers | null = null,
): ShownPage & { closed: () => boolean } {
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  const shown = showPage(<OutgoingDialog account={given} onClose={close} />, {
    engine: {
      'account.saveSmtp': save,
      'account.list': () => [given],
      'account.knownServers': () => known,
    },
  })
  return { ...shown, closed: () => isClosed }
}

const savedIn = ({ asked }: ShownPage) => asked.find(({ name }) => name === 'account.saveSmtp')?.input

test('the dialog begins with a guess, asks nobody before it is saved, and takes the account’s password', async () => {
  const shown = showDialog(account())
  await expect.element(server()).toHaveValue('smtp.example.org')
  await expect.element(ports()).toHaveValue('465')
  expect(savedIn(shown)).toBeUndefined()
  await page.getByRole('button', { name: /Protection/ }).click()
  await page.getByRole('option', { name: /STARTTLS/ }).click()
  await expect.element(ports()).toHaveValue('587')
  await page.getByRole('button', { name: words.save }).click()
  await expect.poll(shown.closed).toBe(true)
  const smtp = { host: 'smtp.example.org', port: 587, security: 'starttls', user: 'mona@example.org' }
  expect(savedIn(shown)).toEqual({ accountId: 1, smtp: { ...smtp, password: null } })
})

test.each([
  ['imap.example.org', 'out.example.org', '587'],
  ['imap.elsewhere.example', 'smtp.example.org', '465'],
])('a provider that has its incoming mail at %s is known to send at %s', async (host, guessed, port) => {
  showDialog(account(), () => {}, {
    ...{ source: 'table', name: 'Example', hint: null, help: null, oauth: null },
    imap: { host, port: 993, security: 'tls', user: '%EMAILADDRESS%' },
    smtp: { host: 'out.example.org', port: 587, security: 'starttls', user: '%EMAILADDRESS%' },
  })
  await expect.element(server()).toHaveValue(guessed)
  await expect.element(ports()).toHaveValue(port)
  await expect.element(page.getByLabelText(en.accounts.user)).toHaveValue('mona@example.org')
})

test('a password of its own is asked for anew each time, and is needed', async () => {
  const stored = { host: 'out.example.org', port: 465, security: 'tls' as const, user: 'm' }
  const shown = showDialog(account({ ...stored, ownPassword: true }))
  await expect.element(page.getByText(words.passwordAgain)).toBeVisible()
  await page.getByRole('button', { name: words.save }).click()
  await expect.element(page.getByText(en.accounts.invalid.password)).toBeVisible()
  expect(savedIn(shown)).toBeUndefined()
  await page.getByLabelText(words.password).fill('another')
  await page.getByRole('button', { name: words.save }).click()
  await expect.poll(() => savedIn(shown)).toEqual({ accountId: 1, smtp: { ...stored, password: 'another' } })
})

test('a server that refuses is said, and the dialog stays', async () => {
  const shown = showDialog(account(), () => {
    throw new MailError('wrong-password')
  })
  await page.getByRole('button', { name: words.save }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors['wrong-password'].title)
  expect(shown.closed()).toBe(false)
})

test('it can be taken away again', async () => {
  const stored = { host: 'out.example.org', port: 465, security: 'tls' as const, user: 'm' }
  const shown = showDialog(account({ ...stored, ownPassword: false }))
  await page.getByRole('button', { name: words.remove }).click()
  await expect.poll(() => savedIn(shown)).toEqual({ accountId: 1, smtp: null })
})

async function fillIn(): Promise<void> {
  await page.getByLabelText('Email address').fill('mona@example.org')
  await page.getByLabelText('Password', { exact: true }).fill('secret')
  await page.getByRole('button', { name: 'Enter them myself' }).click()
  await page.getByLabelText('Incoming mail server (IMAP)').fill('imap.example.org')
}

test('a new account may have one from the start: it is checked first, and both go together', async () => {
  const { asked } = showPage(<AccountForm onAdded={() => {}} />, {
    engine: { 'account.checkSmtp': () => {}, 'account.add': () => account(), 'account.list': () => [] },
  })
  await fillIn()
  await page.getByText(words.also).click()
  await expect.element(server()).toHaveValue('smtp.example.org')
  await page.getByRole('button', { name: 'Add account' }).click()
  const smtp = { host: 'smtp.example.org', port: 465, security: 'tls', user: 'mona@example.org' }
  await expect.poll(() => asked.map(({ name }) => name)).toEqual(expect.arrayContaining(['account.add']))
  expect(asked.find(({ name }) => name === 'account.checkSmtp')?.input).toEqual({
    ...smtp,
    password: 'secret',
  })
  const added = asked.find(({ name }) => name === 'account.add')?.input
  expect(added).toMatchObject({ host: 'imap.example.org', smtp: { ...smtp, password: null } })
})

test('what the outgoing server refuses is said beside it, and no account is added', async () => {
  const { asked } = showPage(<AccountForm onAdded={() => {}} />, {
    engine: {
      'account.checkSmtp': () => {
        throw new MailError('connection-refused')
      },
    },
  })
  await fillIn()
  await page.getByText(words.also).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  const section = page.getByRole('group', { name: words.legend })
  await expect.element(section.getByRole('alert')).toMatchTextContent(en.errors['connection-refused'].title)
  expect(page.getByRole('alert').elements()).toHaveLength(1)
  expect(asked.map(({ name }) => name)).not.toContain('account.add')
})

test('a certificate that nobody vouches for is trusted for this server only by choice', async () => {
  const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
  const { asked } = showPage(<OutgoingDialog account={account()} onClose={() => {}} />, {
    engine: {
      'account.knownServers': () => null,
      'account.saveSmtp': ({ smtp }) => {
        if (smtp?.pin !== fingerprint) throw new MailError('certificate-untrusted')
      },
      'account.certificate': () => ({
        ...{ subject: 'a', issuer: 'a', names: [], validFrom: null, validUntil: null },
        ...{ fingerprint, problem: 'self-signed' as const },
      }),
    },
  })
  await page.getByRole('button', { name: words.save }).click()
  await page.getByRole('button', { name: en.accountSetup.showCertificate }).click()
  await page.getByRole('button', { name: en.accountSetup.trust }).click()
  await expect
    .poll(() => asked.findLast(({ name }) => name === 'account.saveSmtp')?.input)
    .toMatchObject({
      smtp: { host: 'smtp.example.org', pin: fingerprint },
    })
  expect(asked.find(({ name }) => name === 'account.certificate')?.input).toMatchObject({ protocol: 'smtp' })
})
