import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { MailError, mailErrorCodes } from '../../../shared/errors.ts'
import { en } from '../../i18n/en.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { AccountForm } from './account-form.tsx'
import { Welcome } from './welcome.tsx'

const shellInfo = (keychain: boolean) => ({
  'shell.info': () => ({ platform: 'linux' as const, version: '1', languages: ['en'], keychain }),
})

async function fillIn(): Promise<void> {
  await page.getByLabelText('Email address').fill('mona@example.org')
  await page.getByLabelText('Password').fill('secret')
}

function showForm(add: () => never): ShownPage {
  return showPage(<AccountForm onAdded={() => {}} />, { engine: { 'account.add': add } })
}

test('nothing is sent while a field is wrong, and each says what it wants', async () => {
  const { asked } = showForm(() => {
    throw new MailError('internal')
  })
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect.element(page.getByText(en.accounts.invalid.address)).toBeVisible()
  await expect.element(page.getByText(en.accounts.invalid.host)).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).toHaveAttribute('aria-invalid', 'true')
  expect(asked).toEqual([])
  await fillIn()
  await expect.element(page.getByText(en.accounts.invalid.address)).not.toBeInTheDocument()
})

test('the draft has what was typed, and the usual port of the chosen protection', async () => {
  const { asked } = showForm(() => {
    throw new MailError('wrong-password')
  })
  await fillIn()
  await page.getByLabelText('Port').click()
  await expect.element(page.getByLabelText('Incoming mail server (IMAP)')).toHaveValue('imap.example.org')
  await page.getByRole('button', { name: /Protection/ }).click()
  await page.getByRole('option', { name: /STARTTLS/ }).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors['wrong-password'].title)
  expect(asked.at(-1)?.input).toEqual({
    address: 'mona@example.org',
    displayName: '',
    host: 'imap.example.org',
    port: 143,
    security: 'starttls',
    user: 'mona@example.org',
    password: 'secret',
  })
})

test.each(mailErrorCodes)('%s is told in words, never as a code', async (code) => {
  showForm(() => {
    throw new MailError(code)
  })
  await fillIn()
  await page.getByLabelText('Port').click()
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].title)
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].advice)
})

test('without a keychain the first run says that passwords will not last', async () => {
  showPage(<Welcome onAdded={() => {}} />, { shell: shellInfo(false) })
  await expect.element(page.getByText(en.accounts.noKeychain)).toBeVisible()
})

test('with a keychain nothing is said of it', async () => {
  const { asked } = showPage(<Welcome onAdded={() => {}} />, { shell: shellInfo(true) })
  await expect.element(page.getByRole('button', { name: 'Add account' })).toBeVisible()
  await expect.poll(() => asked.length).toBe(1)
  expect(page.getByText(en.accounts.noKeychain).elements()).toEqual([])
})
