import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { arabic, mail, newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

const words = en.privacyReport
const letter = () =>
  mail({
    from: 'Insurance <letters@insurance.example>',
    subject: 'Your contract',
    text: 'Please read.',
    headers: ['Disposition-Notification-To: letters@insurance.example'],
  })

test('the report counts the mail that is here, and its file leaves only where the user says', async ({
  app,
  server,
  senders,
  dataDirectory,
}, testInfo) => {
  const mailbox = await signIn(app, server, [newsletter(), newsletter(), arabic(), plainText(), letter()])
  const { page } = app
  // Opened, so that all of them are here and read through.
  const subjects = [
    'News of the week',
    'News of the week',
    'رسالة الأسبوع',
    'Your contract',
    'Dinner on Friday',
  ]
  for (const [index, subject] of subjects.entries()) {
    await mailbox
      .row(subject)
      .nth(index === 1 ? 1 : 0)
      .click()
    await page.getByRole('heading', { name: subject }).waitFor()
    await expect(mailbox.reader).not.toContainText(en.reader.opening)
  }
  await page.getByRole('button', { name: words.title }).click()
  await page.getByRole('radio', { name: words.views.tables }).click()
  const row = (table: string, name: RegExp) =>
    page.getByRole('table', { name: table }).getByRole('row', { name })
  await expect(row(words.bySender, /letters@insurance\.example/)).toContainText(/1\s*0\s*0\s*0\s*0\s*1$/)
  await expect(row(words.bySender, /nora@news\.example/i)).toContainText(/2\s*2\s*2\s*0\s*4\s*0$/)
  await expect(row(words.byCompany, /Mailchimp/)).toContainText(/Intuit.*2\s*2\s*0$/)
  await page.getByRole('radio', { name: words.views.charts }).click()
  await expect(page.getByRole('img', { name: /3 opens prevented/ })).toBeVisible()
  await testInfo.attach('english', { body: await page.screenshot(), contentType: 'image/png' })

  const path = join(dataDirectory, 'report.csv')
  await app.answer({ kind: 'save-dialog', path })
  await page.getByRole('button', { name: words.export }).click()
  await expect(page.getByRole('button', { name: words.saved })).toBeVisible()
  const file = await readFile(path, 'utf8')
  expect(file.startsWith('\uFEFF')).toBe(true)
  expect(file).toContain('"ليلى","layla@akhbar.example",1,1,1,0,1,0\r\n')

  await page.getByRole('radio', { name: 'العربية' }).click()
  await expect(page.getByRole('heading', { name: ar.privacyReport.title })).toBeVisible()
  await testInfo.attach('arabic', { body: await page.screenshot(), contentType: 'image/png' })
  await page.getByRole('button', { name: ar.privacyReport.back }).click()
  await expect(mailbox.row('Dinner on Friday')).toBeVisible()
  expect(senders.hits).toEqual([])
})
