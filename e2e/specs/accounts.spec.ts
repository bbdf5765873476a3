import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { type Dovecot, startDovecot } from '../../electron/engine/testing/dovecot.ts'
import { startOauthServer, type TestOauthServer } from '../../electron/engine/testing/oauth-server.ts'
import { en } from '../../renderer/i18n/en.ts'
import type { CurtainApp } from '../fixtures/curtain-app.ts'
import { plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, PASSWORD, test } from '../fixtures/test.ts'
import { AccountForm } from '../pages/account-form.ts'
import { Mailbox } from '../pages/mailbox.ts'

const words = en.accountSetup

async function typeServer(page: Page, port: number, security: string): Promise<void> {
  await page.getByLabel(en.accounts.security).click()
  await page.getByRole('option', { name: security }).click()
  await page.getByLabel(en.accounts.server).fill('127.0.0.1')
  await page.getByLabel(en.accounts.port).fill(String(port))
}

async function pickTask(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Account ${ADDRESS}` }).click()
  await page.getByRole('menuitem', { name }).click()
}

/** Stands for all hosts that are asked where a domain's mail is. */
const withDirectory = test.extend<{ questions: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  questions: async ({}, use) => use([]),
  senders: async ({ questions }, use) => {
    const web = createServer((request, response) => {
      questions.push(`${request.headers.host}${request.url}`)
      response.end(`<clientConfig version="1.1"><emailProvider id="x"><incomingServer type="imap">
        <hostname>mail.example.org</hostname><port>993</port><socketType>SSL</socketType>
        <username>%EMAILLOCALPART%</username></incomingServer></emailProvider></clientConfig>`)
    })
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const { port } = web.address() as AddressInfo
    await use({ address: `127.0.0.1:${port}`, hits: [], close: async () => {} })
    web.closeAllConnections()
    web.close()
  },
})

withDirectory(
  'a domain that Curtain does not know is asked about itself only when the user says so, and what it says is shown',
  async ({ app, server, questions }) => {
    const { page } = app
    server.deliver(ADDRESS, [plainText()])
    const form = new AccountForm(page)
    await page.getByLabel(en.accounts.address).fill(ADDRESS)
    await form.password.fill(PASSWORD)
    await expect(page.getByText(words.mayAsk.split('{{')[0] ?? '')).toBeVisible()
    await form.submit.click()
    expect(questions).toEqual([])
    await page.getByRole('button', { name: words.ask, exact: true }).click()
    await expect(page.getByLabel(en.accounts.server)).toHaveValue('mail.example.org')
    await expect(page.getByLabel(en.accounts.user)).toHaveValue('reader')
    expect(questions.toSorted()).toEqual([
      'autoconfig.example.org/mail/config-v1.1.xml',
      'example.org/.well-known/autoconfig/mail/config-v1.1.xml',
    ])
    await page.getByLabel(en.accounts.user).fill(ADDRESS)
    await typeServer(page, server.port, en.accounts.securities.none)
    await form.submit.click()
    await expect(new Mailbox(page).row('Dinner on Friday')).toBeVisible()
  },
)

test('a certificate nobody vouches for is shown, trusted by choice, and distrusted again', async ({
  app,
  server,
}) => {
  const { page } = app
  server.deliver(ADDRESS, [plainText()])
  const form = new AccountForm(page)
  await form.fill(server, ADDRESS, PASSWORD)
  await typeServer(page, server.tlsPort, en.accounts.securities.tls)
  await form.submit.click()
  await expect(page.getByRole('alert')).toContainText(en.errors['certificate-untrusted'].title)
  await page.getByRole('button', { name: words.showCertificate }).click()
  await expect(page.getByText(words.problems['self-signed'])).toBeVisible()
  await page.getByRole('button', { name: words.trust }).click()
  await expect(new Mailbox(page).row('Dinner on Friday')).toBeVisible()
  await pickTask(page, words.certificates)
  await page.getByRole('button', { name: words.distrust }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alert')).toContainText(en.errors['certificate-untrusted'].title)
  // The way back is beside what is wrong.
  await page.getByRole('button', { name: words.showCertificate }).click()
  await page.getByRole('dialog').getByRole('button', { name: words.showCertificate }).click()
  await page.getByRole('button', { name: words.trust }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText(en.sync.idle)).toBeVisible()
})

/** Stands for the hosts of all who can let a user in, with a mail server that asks it about tokens. */
const withProvider = test.extend<{ provider: TestOauthServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  provider: async ({}, use) => {
    const provider = await startOauthServer({ user: ADDRESS })
    await use(provider)
    await provider.close()
  },
  senders: async ({ provider }, use) => {
    await use({ address: `127.0.0.1:${provider.port}`, hits: [], close: async () => {} })
  },
  server: async ({ provider }, use) => {
    const introspectionUrl = `${provider.origin}/introspect`
    const server = await startDovecot({ users: { [ADDRESS]: PASSWORD }, introspectionUrl })
    await use(server)
    await server.remove()
  },
})

withProvider(
  'signing in opens the system’s browser once the user saw where it leads, and no password is used',
  async ({ app, server, provider }) => {
    const { page } = app
    server.deliver(ADDRESS, [plainText()])
    await signInByBrowser(app, server, provider)
    await expect(new Mailbox(page).row('Dinner on Friday')).toBeVisible()
    await page.getByRole('button', { name: `Account ${ADDRESS}` }).click()
    await expect(page.getByRole('menuitem', { name: words.signInAgain })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: en.accounts.enterPassword })).toBeHidden()
  },
)

async function signInByBrowser(app: CurtainApp, server: Dovecot, provider: TestOauthServer): Promise<void> {
  const { page } = app
  const form = new AccountForm(page)
  await form.fill(server, ADDRESS, 'no password')
  await page.getByLabel(words.way).click()
  await page.getByRole('option', { name: words.ways.google }).click()
  await page.getByLabel(words.clientId).fill('curtain-test')
  await app.answer({ kind: 'message-box', button: 0 })
  await page.getByRole('button', { name: /Sign in with Google/ }).click()
  await expect(page.getByText(words.waiting, { exact: true })).toBeVisible()
  const opened = () => app.asked.find((one) => one.kind === 'open-external')
  await expect.poll(opened).toBeDefined()
  const link = opened()
  if (link?.kind !== 'open-external') throw new Error('nothing was opened')
  expect(new URL(link.url).host).toBe('accounts.google.com')
  await provider.visit(link.url)
}

test('two accounts stand beside each other, and one is renamed without being removed', async ({
  app,
  server,
}) => {
  const { page } = app
  const other = 'second@example.org'
  const second = await startDovecot({ users: { [other]: PASSWORD } })
  try {
    await signIn(app, server, [plainText()])
    await page.getByRole('button', { name: en.accounts.addTitle }).click()
    await new AccountForm(page).fill(second, other, PASSWORD)
    await page.getByRole('dialog').getByRole('button', { name: en.accounts.add, exact: true }).click()
    await expect(page.getByRole('heading', { name: other })).toBeVisible()
    await second.stop()
    await pickTask(page, words.settings)
    await page.getByLabel(en.accounts.yourName).fill('Someone else')
    await page.getByRole('button', { name: words.saveSettings }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    // The other server is down, and the first account's mail comes in all the same.
    server.deliver(ADDRESS, [plainText()])
    await page.getByRole('button', { name: en.accounts.sync }).first().click()
    await page.getByRole('navigation').getByRole('option', { name: /Inbox/ }).first().click()
    await expect(new Mailbox(page).row('Dinner on Friday')).toHaveCount(2)
  } finally {
    await second.remove()
  }
})
