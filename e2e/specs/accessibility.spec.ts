import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

test('everything that can be pressed has a name, and every field a label', async ({ app, server }) => {
  const { page } = app
  const nameless = () =>
    page
      .locator(
        'button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=option], iframe',
      )
      .evaluateAll((elements) =>
        elements
          .filter((element) => element.checkVisibility() && element.closest('[aria-hidden=true]') === null)
          .filter((element) => {
            const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
            const described = element.getAttribute('aria-labelledby')?.split(' ') ?? []
            const words = [
              element.getAttribute('aria-label'),
              element.getAttribute('title'),
              element.textContent,
              ...labels.map((label) => label.textContent),
              ...described.map((id) => document.getElementById(id)?.textContent),
            ]
            return !words.some((word) => word?.trim())
          })
          .map((element) => element.outerHTML.slice(0, 200)),
      )
  await expect(page.getByRole('form')).toBeVisible()
  expect(await nameless()).toEqual([])
  const mailbox = await signIn(app, server, [plainText(), newsletter()])
  await mailbox.open('News of the week')
  await mailbox.details.click()
  expect(await nameless()).toEqual([])
})

test('mail is read with the keyboard alone', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText(), newsletter()])
  const { page } = app
  await mailbox.list.focus()
  await page.keyboard.press('Home')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const first = await page.getByRole('heading', { level: 1 }).textContent()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(first ?? '')
})

test('the keyboard goes on in the list after a mail was archived from inside its frame', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [newsletter(), plainText(), plainText()])
  const { page } = app
  await mailbox.open('News of the week')
  await mailbox.body.getByText('Two pictures').click()
  await page.keyboard.press('e')
  await expect(mailbox.row('News of the week')).toBeHidden()
  await expect(mailbox.list).toBeFocused()
  await page.keyboard.press('End')
  await expect(mailbox.list.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
})

test('a screen reader finds the three panes', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText()])
  await expect(app.page.getByRole('navigation', { name: en.app.folders })).toBeVisible()
  await expect(mailbox.list).toHaveAccessibleName(en.folders.roles.inbox)
  await expect(mailbox.reader).toHaveAccessibleName(en.app.reader)
})
