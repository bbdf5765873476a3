import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { mail } from '../fixtures/mails.ts'
import { serverMails } from '../fixtures/server-mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'

const figs = () => mail({ subject: 'Figs', text: 'They are early this year.' })
const dates = () => mail({ subject: 'Dates', text: 'They are late this year.' })
const olives = () => mail({ subject: 'Olives', text: 'They are what they always were.' })

test('a mail is archived with a key, also on the server, and Undo brings it back there too', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [figs(), dates(), olives()])
  await mailbox.open('Figs')
  await app.page.keyboard.press('e')
  await expect(mailbox.row('Figs')).toBeHidden()
  await expect(app.page.getByRole('heading', { level: 1, name: 'Dates' })).toBeVisible()
  await expect.poll(() => serverMails(server, 'Archive')).toEqual(['Figs S'])
  await app.page.getByRole('button', { name: en.acts.undo, exact: true }).click()
  await expect(mailbox.row('Figs')).toBeVisible()
  await expect.poll(() => serverMails(server)).toContain('Figs S')
  expect(serverMails(server, 'Archive')).toEqual([])
})

test('what was read and starred is so after a restart, and on the server', async ({ launch, server }) => {
  const first = await launch()
  const before = await signIn(first, server, [figs(), dates()])
  await before.open('Figs')
  await expect(before.row('Figs')).not.toHaveAccessibleName(new RegExp(en.messages.unread))
  await before.row('Dates').locator('[data-star]').click({ force: true })
  await expect(before.row('Dates')).toHaveAccessibleName(new RegExp(en.messages.flagged))
  await expect.poll(() => serverMails(server)).toEqual(['Dates F', 'Figs S'])
  await first.quit()
  await server.stop()

  const after = new Mailbox((await launch()).page)
  await expect(after.row('Figs')).toBeVisible()
  await expect(after.row('Figs')).not.toHaveAccessibleName(new RegExp(en.messages.unread))
  await expect(after.row('Dates')).toHaveAccessibleName(
    new RegExp(`${en.messages.unread}.*${en.messages.flagged}`),
  )
})

test('what was done without the server is done there when it is back', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [figs(), dates()])
  await mailbox.open('Figs')
  await expect.poll(() => serverMails(server)).toContain('Figs S')
  await server.stop()
  await app.page.keyboard.press('s')
  await app.page.keyboard.press('e')
  await expect(mailbox.row('Figs')).toBeHidden()
  await expect(app.page.getByText(/waiting for the server/)).toBeVisible()
  await server.start()
  await app.page.getByRole('button', { name: en.accounts.sync }).click()
  await expect.poll(() => serverMails(server, 'Archive')).toEqual(['Figs FS'])
  await expect(app.page.getByText(/waiting for the server/)).toBeHidden()
})

test('several are deleted together; in the trash that is for ever, after a question', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [figs(), dates(), olives()])
  const { page } = app
  await mailbox.open('Figs')
  await mailbox.row('Dates').click({ modifiers: ['Shift'] })
  await mailbox.reader.getByRole('button', { name: en.acts.delete, exact: true }).click()
  await expect.poll(() => serverMails(server, 'Trash')).toEqual(['Dates', 'Figs S'])
  await mailbox.folders.getByRole('option', { name: en.folders.roles.trash }).click()
  await mailbox.row('Figs').click()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: en.acts.deleteConfirm, exact: true }).click()
  await expect(mailbox.row('Figs')).toBeHidden()
  await expect.poll(() => serverMails(server, 'Trash')).not.toContain('Figs S')
  expect(serverMails(server, 'Trash')).toHaveLength(1)
  await page.getByRole('button', { name: en.emptyFolder.button, exact: true }).click()
  await page.getByRole('button', { name: en.emptyFolder.confirm }).click()
  await expect.poll(() => serverMails(server, 'Trash')).toEqual([])
  expect(serverMails(server)).toHaveLength(1)
})

test('a mail goes to the folder that was typed, and to the one that it is dropped on', async ({
  app,
  server,
}) => {
  server.maildir(ADDRESS, 'Garden')
  const mailbox = await signIn(app, server, [figs(), dates()])
  await mailbox.open('Figs')
  await app.page.keyboard.press('v')
  await app.page.keyboard.type('gard')
  await app.page.keyboard.press('ArrowDown')
  await app.page.keyboard.press('Enter')
  await expect.poll(() => serverMails(server, 'Garden')).toEqual(['Figs S'])
  await mailbox.row('Dates').dragTo(mailbox.folders.getByRole('option', { name: 'Garden' }))
  await expect.poll(() => serverMails(server, 'Garden')).toHaveLength(2)
  await expect(app.page.getByText(en.messages.empty)).toBeVisible()
  expect(serverMails(server)).toEqual([])
})

test.describe('in Arabic', () => {
  test.use({ environment: { CURTAIN_LANGUAGE: 'en', CURTAIN_THEME: 'dark' } })

  test('the same is done in the same way, mirrored', async ({ app, server }, testInfo) => {
    const mailbox = await signIn(app, server, [figs(), dates(), olives()])
    const { page } = app
    await page.getByRole('radio', { name: 'العربية' }).click()
    await mailbox.row('Figs').click()
    await page.getByRole('main').getByRole('button', { name: ar.acts.archive, exact: true }).click()
    await expect(page.getByText(ar.acts.done.archive_one)).toBeVisible()
    await testInfo.attach('archived', { body: await page.screenshot(), contentType: 'image/png' })
    await expect.poll(() => serverMails(server, 'Archive')).toHaveLength(1)
    await page.getByRole('button', { name: ar.acts.undo, exact: true }).click()
    await expect(mailbox.row('Figs')).toBeVisible()
    await expect.poll(() => serverMails(server)).toHaveLength(3)
  })
})
