import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText, withAttachments } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'

test('a newsletter opens with its pictures blocked, and nobody learns of it', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  await expect(mailbox.banner).toContainText('2 pictures blocked.')
  await expect(mailbox.banner).toContainText('2 trackers')
  await expect(mailbox.banner).toContainText('Mailchimp')
  await expect(mailbox.banner).toContainText('Mailtrack')
  await expect(mailbox.body.getByRole('heading', { name: 'This week' })).toBeVisible()
  expect(senders.hits).toEqual([])
})

test('Load images brings the pictures and leaves the trackers out', async ({ app, server, senders }) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  await mailbox.loadImages.click()
  await expect(mailbox.banner).toContainText('2 pictures shown.')
  for (const name of ['The harbour', 'The market']) {
    const picture = mailbox.body.getByRole('img', { name })
    await expect(picture).toBeVisible()
    await expect(picture).toHaveJSProperty('naturalWidth', 240)
    await expect(picture).toHaveAttribute('src', /^blob:/)
  }
  expect([...senders.hits].sort()).toEqual([
    'images.news.example/harbour.png',
    'images.news.example/market.png',
  ])
})

test('pictures that were loaded are kept, and a second opening fetches nothing', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(app, server, [newsletter(), plainText()])
  await mailbox.open('News of the week')
  await mailbox.loadImages.click()
  await expect(mailbox.body.getByRole('img', { name: 'The harbour' })).toHaveJSProperty('naturalWidth', 240)
  await mailbox.open('Dinner on Friday')
  await mailbox.open('News of the week')
  await expect(mailbox.body.getByRole('img', { name: 'The harbour' })).toHaveJSProperty('naturalWidth', 240)
  expect(senders.hits).toHaveLength(2)
})

test('the details name each tracker and why it is one', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  await mailbox.details.click()
  const tracker = mailbox.banner.getByRole('listitem').filter({ hasText: 'Mailchimp' })
  await expect(tracker).toContainText(en.reasons['known-tracker'])
  await expect(tracker).toContainText('list-manage.com/track/open.php')
})

test('a plain mail shows as it was written, without a banner', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText()])
  await mailbox.open('Dinner on Friday')
  await expect(mailbox.reader.getByText('<b>Not bold</b> & not HTML')).toBeVisible()
  await expect(mailbox.banner).toBeHidden()
})

test('an attachment is saved where the user says, under a harmless name', async ({
  app,
  server,
  dataDirectory,
}) => {
  const mailbox = await signIn(app, server, [withAttachments()])
  await mailbox.open('The report you asked for')
  const path = join(dataDirectory, 'saved.pdf')
  await app.answer({ kind: 'save-dialog', path })
  await app.page.getByRole('button', { name: /^Save .*report\.pdf/ }).click()
  await expect(mailbox.reader.getByText(en.reader.saved)).toBeVisible()
  expect(await readFile(path, 'utf8')).toBe('%PDF-1.4 a report')
  const [dialog] = app.asked
  expect(dialog).toMatchObject({ kind: 'save-dialog' })
  expect(dialog?.kind === 'save-dialog' && dialog.defaultPath).toMatch(/Downloads[/\\][^/\\]*report\.pdf$/)
})

test('by night a mail lies on a dark sheet, and is printed as its sender made it', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  const sheet = mailbox.body.locator('html')
  await expect(sheet).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await app.page.emulateMedia({ colorScheme: 'dark' })
  await expect(sheet).toHaveCSS('background-color', 'rgb(22, 22, 22)')
  await app.page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  await expect(sheet).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await app.page.emulateMedia({ colorScheme: 'dark', media: null })
  await mailbox.reader.getByRole('button', { name: en.reader.onPaper }).click()
  await expect(sheet).toHaveCSS('background-color', 'rgb(255, 255, 255)')
})

test('a large attachment says that it is on the server, comes when it is saved, and is kept where one says so', async ({
  app,
  server,
  dataDirectory,
}, testInfo) => {
  const { page } = app
  const shot = async (name: string) =>
    testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' })
  const report = randomBytes(8_000_000)
  const mailbox = await signIn(app, server, [withAttachments(report)])
  await mailbox.open('The report you asked for')
  await expect(mailbox.reader.getByText('8 MB, fetched when you open it')).toBeVisible()
  await shot('on-server')
  await server.stop()
  const save = page.getByRole('button', { name: /^Save .*report\.pdf/ })
  await save.click()
  await expect(mailbox.reader.getByRole('alert')).toBeVisible()
  await shot('failed')
  await page.getByRole('radio', { name: 'العربية' }).click()
  await expect(mailbox.reader.getByRole('alert')).toBeVisible()
  await shot('failed-ar')
  await page.getByRole('radio', { name: 'English' }).click()
  await server.start()
  const path = join(dataDirectory, 'saved.pdf')
  await app.answer({ kind: 'save-dialog', path })
  await save.click()
  await expect(mailbox.reader.getByText(en.reader.saved)).toBeVisible()
  expect(report.equals(await readFile(path))).toBe(true)

  await page.getByRole('button', { name: `Account ${ADDRESS}` }).click()
  await page.getByRole('menuitem', { name: en.offline.menu }).click()
  await page.getByRole('button', { name: 'Larger than 5 MB' }).click()
  await shot('sizes')
  await page.getByRole('option', { name: en.offline.sizes.never }).click()
  await shot('dialog')
  await page.getByRole('button', { name: en.offline.save, exact: true }).click()
  await page.getByRole('radio', { name: 'العربية' }).click()
  await page.getByRole('button', { name: ADDRESS }).click()
  await page.getByRole('menuitem', { name: ar.offline.menu }).click()
  await expect(page.getByRole('button', { name: ar.offline.sizes.never })).toBeVisible()
  await shot('dialog-ar')
})
