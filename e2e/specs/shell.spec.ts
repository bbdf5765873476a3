import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'

test('the menu gets mail, loads images and walks through the list', async ({ app, server, senders }) => {
  const mailbox = await signIn(app, server, [plainText()])
  await expect(app.page.getByText(en.sync.idle)).toBeVisible()
  server.deliver(ADDRESS, [newsletter()])
  await app.pickMenuItem('Check for mail')
  await mailbox.open('News of the week')
  await app.pickMenuItem('Load images')
  await expect(mailbox.banner).toContainText('2 pictures shown.')
  expect(senders.hits).toHaveLength(2)
  await app.pickMenuItem('Next message')
  await expect(mailbox.reader.getByRole('heading', { name: 'Dinner on Friday' })).toBeVisible()
})

test('the menu speaks the language of the page', async ({ app }) => {
  await app.page.getByRole('radio', { name: 'العربية' }).click()
  await expect(app.page.locator('html')).toHaveAttribute('dir', 'rtl')
  await app.pickMenuItem('إضافة حساب…')
})

test('an engine that dies is started again, and the mail is back', async ({ app, server }) => {
  test.skip(process.platform !== 'linux', 'The engine is found among the processes in /proc')
  const mailbox = await signIn(app, server, [plainText(), newsletter()])
  await expect(mailbox.row('News of the week')).toContainText('2 trackers')
  const reloaded = app.page.waitForEvent('load')
  process.kill(app.enginePid(), 'SIGKILL')
  await reloaded
  const after = new Mailbox(app.page)
  await after.open('Dinner on Friday')
  server.deliver(ADDRESS, [plainText()])
  await app.page.getByRole('button', { name: en.accounts.sync }).click()
  await expect(after.list.getByRole('option', { name: 'Dinner on Friday' })).toHaveCount(2)
})

test('the page has nothing of Node or Electron in its reach', async ({ app }) => {
  const reach = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'standInPost', 'standInReceive'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(reach).toEqual([])
})

test('a page that was taken over can’t leave, open windows or run what is not ours', async ({ app }) => {
  const { page } = app
  const address = page.url()
  await page.evaluate(() => {
    window.open('https://evil.example/')
    window.location.href = 'https://evil.example/'
    const frame = document.createElement('iframe')
    frame.src = 'https://evil.example/'
    document.body.append(frame)
  })
  const run = await page.evaluate(() => {
    const script = document.createElement('script')
    try {
      script.text = 'globalThis.taken = true'
    } catch {}
    document.head.append(script)
    return 'taken' in globalThis
  })
  expect(run).toBe(false)
  await expect(page.getByRole('form')).toBeVisible()
  expect(page.url()).toBe(address)
  expect(page.context().pages()).toHaveLength(1)
})
