import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText, withAttachments } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

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
