import { renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dovecot } from '../../electron/engine/testing/dovecot.ts'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { arabic, mail, newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import { SearchBox } from '../pages/search-box.ts'

const insurance = () =>
  mail({
    from: 'Salma <salma@insurance.example>',
    subject: 'Your policy',
    text: 'Please read it soon.',
    headers: ['Disposition-Notification-To: salma@insurance.example'],
  })

test('has:tracker, tracker:NAME and is:clean find what the badges say, while typing', async ({
  app,
  server,
}, testInfo) => {
  const mailbox = await signIn(app, server, [newsletter(), plainText(), arabic(), insurance()])
  const search = new SearchBox(app.page)
  await expect(mailbox.row('News of the week')).toContainText('Mailchimp')

  await search.field.pressSequentially('has:tracker')
  await expect(mailbox.list.getByRole('option')).toHaveCount(2)
  await expect(mailbox.row('News of the week')).toBeVisible()
  await expect(mailbox.row('رسالة الأسبوع')).toBeVisible()
  await testInfo.attach('has-tracker', { body: await app.page.screenshot(), contentType: 'image/png' })

  await search.field.fill('tracker:mailchimp')
  await expect(mailbox.list.getByRole('option')).toHaveCount(1)
  await expect(mailbox.row('News of the week')).toContainText('Inbox')

  await search.field.fill('is:clean')
  await expect(mailbox.list.getByRole('option')).toHaveCount(1)
  await expect(mailbox.row('Dinner on Friday')).toBeVisible()

  await search.field.fill('has:receipt')
  await expect(mailbox.row(/Your policy.*receipt/)).toBeVisible()

  await search.field.fill('dinn')
  await expect(mailbox.row('Dinner on Friday')).toBeVisible()
  await mailbox.open('Dinner on Friday')

  await search.field.fill('zeppelin')
  await expect(app.page.getByText(en.search.nothing)).toBeVisible()
  await expect(app.page.getByText('zeppelin')).toBeVisible()
  await testInfo.attach('nothing', { body: await app.page.screenshot(), contentType: 'image/png' })
  await app.page.getByRole('button', { name: 'is:clean' }).click()
  await expect(mailbox.row('Dinner on Friday')).toBeVisible()

  await search.field.press('Escape')
  await expect(search.field).toHaveValue('')
  await expect(mailbox.list.getByRole('option')).toHaveCount(4)
})

test('the filter keeps to the folder and is a group of radio buttons', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [newsletter(), plainText(), insurance()])
  const search = new SearchBox(app.page)
  await search.filter(en.search.filters.tracker).click()
  await expect(mailbox.list.getByRole('option')).toHaveCount(1)
  await expect(mailbox.row('News of the week')).toBeVisible()
  await app.page.keyboard.press('ArrowRight')
  await app.page.keyboard.press('Enter')
  await expect(search.filter(en.search.filters.clean)).toBeChecked()
  await expect(mailbox.row('Dinner on Friday')).toBeVisible()
  await expect(mailbox.list.getByRole('option')).toHaveCount(1)
  await search.filter(en.search.filters.all).click()
  await expect(mailbox.list.getByRole('option')).toHaveCount(3)
})

test('a slash, Ctrl+F and the menu lead to the search', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText()])
  const search = new SearchBox(app.page)
  await mailbox.open('Dinner on Friday')
  await app.page.keyboard.press('/')
  await expect(search.field).toBeFocused()
  await search.field.pressSequentially('a/b')
  await expect(search.field).toHaveValue('a/b')
  await mailbox.folders.getByRole('option').first().click()
  await app.page.keyboard.press('Control+f')
  await expect(search.field).toBeFocused()
})

/** A mail of 2017, there at once with its date. */
function deliverOld(server: Dovecot, text: string): void {
  const folder = server.maildir(ADDRESS)
  const file = join(folder, 'tmp', '1.old.test')
  writeFileSync(file, mail({ from: 'Mona <mona@example.org>', subject: 'Long ago', text }))
  utimesSync(file, 1_500_000_000, 1_500_000_000)
  server.handOver(file)
  renameSync(file, join(folder, 'new', '1.old.test'))
}

test('words in mail that is not kept here are looked for on the server when one says so', async ({
  app,
  server,
}, testInfo) => {
  const mailbox = await signIn(app, server, [plainText()])
  await app.page.getByRole('button', { name: `Account ${ADDRESS}` }).click()
  await app.page.getByRole('menuitem', { name: en.offline.menu }).click()
  await app.page.getByText('The last 30 days').click()
  await app.page.getByRole('button', { name: en.offline.save }).click()
  deliverOld(server, 'The quinces are ripe.')
  await expect(mailbox.row('Long ago')).toBeVisible()

  const search = new SearchBox(app.page)
  await search.field.fill('quinces ')
  await expect(app.page.getByText(en.search.nothing)).toBeVisible()
  await testInfo.attach('offered', { body: await app.page.screenshot(), contentType: 'image/png' })
  await app.page.getByRole('button', { name: en.search.onServer }).click()
  await expect(mailbox.row('Long ago')).toBeVisible()
  await expect(app.page.getByText(en.search.serverAsked)).toBeVisible()
  await testInfo.attach('asked', { body: await app.page.screenshot(), contentType: 'image/png' })
  await app.page.getByRole('radio', { name: en.search.orders.best }).click()
  await expect(mailbox.row('Long ago')).toBeVisible()

  await server.stop()
  await search.field.fill('quinc')
  await app.page.getByRole('button', { name: en.search.onServer }).click()
  await expect(app.page.getByRole('status').filter({ hasText: ADDRESS })).toBeVisible()
  await testInfo.attach('failed', { body: await app.page.screenshot(), contentType: 'image/png' })
  await app.page.getByRole('radio', { name: 'العربية' }).click()
  await expect(app.page.getByText(ar.search.serverFailed)).toBeVisible()
  await testInfo.attach('failed-ar', { body: await app.page.screenshot(), contentType: 'image/png' })
})

test.describe('in the dark', () => {
  test.use({ environment: { CURTAIN_THEME: 'dark' } })

  test('in Arabic, operators have Arabic names', async ({ app, server }, testInfo) => {
    const mailbox = await signIn(app, server, [newsletter(), plainText(), arabic(), insurance()])
    await app.page.getByRole('radio', { name: 'العربية' }).click()
    const search = new SearchBox(app.page, ar)
    await expect(mailbox.row('News of the week')).toContainText('Mailchimp')
    await search.field.fill('متتبع:mailchimp')
    await expect(mailbox.list.getByRole('option')).toHaveCount(1)
    await search.field.fill('من:ليلى')
    await expect(mailbox.row('رسالة الأسبوع')).toBeVisible()
    await expect(mailbox.list.getByRole('option')).toHaveCount(1)
    await search.field.fill('حالة:نظيفة')
    await expect(mailbox.row('Dinner on Friday')).toBeVisible()
    await search.field.fill('منطاد')
    await expect(app.page.getByText(ar.search.nothing)).toBeVisible()
    await testInfo.attach('nothing', { body: await app.page.screenshot(), contentType: 'image/png' })
    await search.field.press('Escape')
    await search.filter(ar.search.filters.tracker).click()
    await expect(mailbox.list.getByRole('option')).toHaveCount(2)
    await search.field.fill('الأسبوع')
    await expect(mailbox.list.getByRole('option')).toHaveCount(1)
    await testInfo.attach('filtered', { body: await app.page.screenshot(), contentType: 'image/png' })
  })
})
