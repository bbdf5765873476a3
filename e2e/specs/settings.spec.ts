import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startSocksProxy } from '../../electron/engine/testing/proxies.ts'
import { en } from '../../renderer/i18n/en.ts'
import { mail, newsletter } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'

const words = en.settings
const PASSED = 'Authentication-Results: mx.example.org; dmarc=pass header.from=news.example'

const letter = (subject: string, headers: string[] = []) =>
  mail({
    subject,
    headers,
    html: `<p>${subject}</p><img src="https://images.news.example/${subject}.png" width="240" height="120" alt="${subject}">
      <img src="https://news.us1.list-manage.com/track/open.php?u=11aa22bb33cc44dd55ee66ff7&id=0123456789&e=abcdef0123" width="1" height="1">`,
  })

async function leaveSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.back }).click()
}

test('rules leave as a file where the user says, and come back from it', async ({
  app,
  server,
  dataDirectory,
}) => {
  const { page } = app
  await signIn(app, server, [newsletter()])
  await app.pickMenuItem('Settings…')
  await page.getByRole('button', { name: words.rules.add }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.rules.identities.sender).fill('News@Shop.example')
  await dialog.getByRole('button', { name: words.rules.save }).click()
  const rule = page.getByRole('listitem').filter({ hasText: 'news@shop.example' })
  await expect(rule).toContainText(words.rules.decisions.load)

  const path = join(dataDirectory, 'rules.json')
  await app.answer({ kind: 'save-dialog', path })
  await page.getByRole('button', { name: words.rules.export }).click()
  await expect(page.getByRole('button', { name: words.rules.exported })).toBeVisible()
  expect(app.asked.at(-1)).toMatchObject({
    kind: 'save-dialog',
    defaultPath: expect.stringMatching(/Curtain rules\.json$/),
  })
  const file = await readFile(path, 'utf8')
  expect(file).toContain('news@shop.example')

  await page.getByRole('button', { name: /^Remove the rule for/ }).click()
  await expect(page.getByText(words.rules.none)).toBeVisible()
  const choose = (name: string, text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  await choose('photo.json', 'no rules at all')
  await expect(page.getByText(words.rules.notRules)).toBeVisible()
  await expect(rule).toBeHidden()
  await choose('rules.json', file)
  await dialog.getByRole('button', { name: 'Add 1 rule' }).click()
  await expect(page.getByText('1 rule was added.')).toBeVisible()
  await expect(rule).toContainText(words.rules.decisions.load)
})

test('a proxy is obeyed: down or closed it means no picture, open all go through it and none past it', async ({
  app,
  server,
  senders,
  dataDirectory,
}) => {
  const { page } = app
  const login = { user: 'reader', password: 'only-for-the-proxy' }
  const proxy = await startSocksProxy({ portFor: (_host, wanted) => wanted, ...login })
  const mailbox = await signIn(app, server, [newsletter()])

  async function saveProxy(port: number, password?: string): Promise<void> {
    await app.pickMenuItem('Settings…')
    await page.getByLabel(words.fetching.host, { exact: true }).fill('127.0.0.1')
    await page.getByLabel(en.accounts.port, { exact: true }).fill(String(port))
    if (password !== undefined) {
      await page.getByLabel(words.fetching.user, { exact: true }).fill(login.user)
      await page.getByLabel(words.fetching.password, { exact: true }).fill(password)
    }
    await page.getByRole('button', { name: words.fetching.saveProxy }).click()
    await expect(page.getByRole('button', { name: words.fetching.proxyUsed })).toBeVisible()
    await leaveSettings(page)
  }
  const harbour = mailbox.body.getByAltText('The harbour')

  await app.pickMenuItem('Settings…')
  await page.getByRole('button', { name: /Through a proxy/ }).click()
  await page.getByRole('option', { name: 'SOCKS5' }).click()
  await saveProxy(1)
  await mailbox.open('News of the week')
  await mailbox.loadImages.click()
  await expect(mailbox.banner).toContainText('2 pictures could not be loaded.')
  await expect(harbour).toHaveAttribute('data-note', en.failures.proxy)

  await saveProxy(proxy.port, 'wrong')
  await mailbox.banner.getByRole('button', { name: en.banner.retry }).click()
  await expect(harbour).toHaveAttribute('data-note', en.failures['proxy-password'])
  expect([senders.hits, proxy.asked]).toEqual([[], []])

  await saveProxy(proxy.port, login.password)
  await mailbox.banner.getByRole('button', { name: en.banner.retry }).click()
  await expect(mailbox.banner).toContainText('2 pictures shown.')
  await expect(harbour).toHaveJSProperty('naturalWidth', 240)
  expect(senders.hits).toHaveLength(2)
  expect(proxy.asked).toHaveLength(2)
  proxy.close()

  const files = await readdir(dataDirectory, { recursive: true, withFileTypes: true })
  for (const file of files.filter((one) => one.isFile())) {
    expect((await readFile(join(file.parentPath, file.name))).includes(login.password), file.name).toBe(false)
  }
})

test('the default policy is obeyed, and junk is stricter than it', async ({ app, server, senders }) => {
  const { page } = app
  server.deliver(ADDRESS, [letter('caught', [PASSED])], 'Junk')
  server.deliver(
    ADDRESS,
    [
      mail({ from: `Reader <${ADDRESS}>`, subject: 'Hello', text: 'Hi', headers: [] }).replace(
        'To: Reader <reader@example.org>',
        'To: Nora <nora@news.example>',
      ),
    ],
    'Sent',
  )
  const mailbox = await signIn(app, server, [letter('first', [PASSED]), letter('second')])
  await expect(page.getByText(en.sync.idle)).toBeVisible()

  await app.pickMenuItem('Settings…')
  await page.getByRole('button', { name: /^Change whose word counts/ }).click()
  await page.getByText(words.authserv.other, { exact: true }).click()
  await page.getByRole('textbox', { name: words.authserv.otherLabel }).fill('mx.example.org')
  await page.getByRole('button', { name: words.authserv.save, exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByText(words.pictures.policies.contacts.name).click()
  await leaveSettings(page)

  await mailbox.open('first')
  await expect(mailbox.body.getByRole('img', { name: 'first' })).toHaveJSProperty('naturalWidth', 240)
  await expect(mailbox.banner).toContainText(/You have written to .*nora@news\.example/)
  // The same sender, but nobody vouches for it.
  await mailbox.open('second')
  await expect(mailbox.banner).toContainText('1 picture blocked.')
  await mailbox.folders.getByRole('option', { name: en.folders.roles.junk }).click()
  await mailbox.open('caught')
  await expect(mailbox.banner).toContainText('1 picture blocked.')
  await expect(mailbox.banner).toContainText(en.trust.junk)
  expect(senders.hits).toEqual(['images.news.example/first.png'])

  await app.pickMenuItem('Settings…')
  await page.getByText(words.pictures.policies['never-ask'].name).click()
  await leaveSettings(page)
  await mailbox.folders.getByRole('option', { name: en.folders.roles.inbox }).click()
  await mailbox.open('second')
  await expect(mailbox.banner).toContainText(en.trust.neverAsk)
  await expect(mailbox.loadImages).toBeHidden()
  expect(senders.hits).toHaveLength(1)
})
