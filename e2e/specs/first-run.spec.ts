import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, PASSWORD, test } from '../fixtures/test.ts'
import { AccountForm } from '../pages/account-form.ts'

test('from an empty start to the list with its badges', async ({ app, server }) => {
  await expect(app.page.getByRole('heading', { name: en.app.promise })).toBeVisible()
  const mailbox = await signIn(app, server, [plainText(), newsletter()])
  await expect(mailbox.row('News of the week')).toContainText('2 trackers')
  await expect(mailbox.row('News of the week')).toContainText('Mailchimp')
  await expect(mailbox.row('Dinner on Friday')).not.toContainText('tracker')
  await expect(app.page.getByRole('option', { name: /Inbox/ })).toBeVisible()
})

test('a wrong password is said in words, and the form stays', async ({ app, server }) => {
  const form = new AccountForm(app.page)
  await form.fill(server, ADDRESS, 'wrong')
  await form.submit.click()
  await expect(app.page.getByRole('alert')).toContainText(en.errors['wrong-password'].title)
  await form.password.fill(PASSWORD)
  await form.submit.click()
  await expect(form.form).toBeHidden()
})
