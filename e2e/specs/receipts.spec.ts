import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type FakeSmtp, startFakeSmtp } from '../../electron/engine/testing/fake-smtp.ts'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { mail } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, test as base, expect, PASSWORD } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'

const test = base.extend<{ smtp: FakeSmtp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  smtp: async ({}, use) => {
    const smtp = await startFakeSmtp()
    await use(smtp)
    smtp.close()
  },
})

const policy = () =>
  mail({
    from: 'Salma <salma@insurance.example>',
    subject: 'Your policy',
    text: 'Please read it soon.',
    headers: ['Disposition-Notification-To: receipts@insurance.example'],
  })

async function nameOutgoingServer(page: Page, smtp: FakeSmtp, words: typeof en | typeof ar = en) {
  await page.getByRole('button', { name: words.accounts.menu.replace('{{address}}', ADDRESS) }).click()
  await page.getByRole('menuitem', { name: words.outgoing.menu }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.accounts.security).click()
  await page.getByRole('option', { name: words.accounts.securities.none }).click()
  await dialog.getByLabel(words.outgoing.server).fill('127.0.0.1')
  await dialog.getByLabel(words.accounts.port).fill(String(smtp.port))
  return dialog
}

async function askToSend(page: Page, words: typeof en | typeof ar = en) {
  await page.getByRole('button', { name: words.receipts.menu }).click()
  await page.getByRole('menuitem', { name: words.receipts.send }).click()
  return page.getByRole('dialog')
}

/** Whether the menu of the mail has it, if there is a menu. */
async function isOffered(page: Page): Promise<boolean> {
  const button = page.getByRole('button', { name: en.receipts.menu })
  if (!(await button.isVisible())) return false
  await button.click()
  await expect(page.getByRole('menu')).toBeVisible()
  const count = await page.getByRole('menuitem', { name: en.receipts.send }).count()
  await page.keyboard.press('Escape')
  return count > 0
}

test('a receipt goes only when asked for, once, and the other mail programs are told', async ({
  launch,
  server,
  smtp,
}, testInfo) => {
  const first = await launch()
  const mailbox = await signIn(first, server, [policy()])
  await mailbox.open('Your policy')
  await expect(mailbox.reader).toContainText(en.reader.receipt_one)

  const early = await askToSend(first.page)
  await early.getByRole('button', { name: en.receipts.confirm }).click()
  await expect(early.getByRole('alert')).toContainText(en.errors['no-outgoing-server'].advice)
  await early.getByRole('button', { name: en.app.cancel }).click()

  const settings = await nameOutgoingServer(first.page, smtp)
  await testInfo.attach('outgoing', { body: await first.page.screenshot(), contentType: 'image/png' })
  expect(smtp.heard).toEqual([])
  await settings.getByRole('button', { name: en.outgoing.save }).click()
  await expect(settings).toBeHidden()
  const check = ['EHLO [127.0.0.1]', `AUTH PLAIN ${btoa(`\0${ADDRESS}\0${PASSWORD}`)}`]
  expect(smtp.heard).toEqual(check)

  const dialog = await askToSend(first.page)
  await expect(dialog).toContainText('It goes to ⁨receipts@insurance.example⁩')
  await expect(dialog).toContainText('not the address that the message came from: ⁨salma@insurance.example⁩')
  await testInfo.attach('dialog', { body: await first.page.screenshot(), contentType: 'image/png' })
  expect(smtp.heard).toEqual(check)
  await dialog.getByRole('button', { name: en.receipts.confirm }).click()
  await expect(mailbox.reader).toContainText(en.receipts.sent)
  expect(await isOffered(first.page)).toBe(false)
  await testInfo.attach('sent', { body: await first.page.screenshot(), contentType: 'image/png' })
  expect(smtp.heard).toContain('MAIL FROM:<>')
  expect(smtp.heard).toContain('RCPT TO:<receipts@insurance.example>')
  expect(smtp.mails).toHaveLength(1)
  expect(smtp.mails[0]).toContain('Disposition: manual-action/MDN-sent-manually; displayed')
  const keywords = () => readFileSync(join(server.maildir(ADDRESS), 'dovecot-keywords'), 'utf8')
  await expect.poll(keywords).toContain('$MDNSent')
  await first.quit()

  const second = await launch()
  const again = new Mailbox(second.page)
  await again.open('Your policy')
  await expect(again.reader).toContainText(en.receipts.sent)
  expect(await isOffered(second.page)).toBe(false)
  expect(smtp.mails).toHaveLength(1)
})

test('a broken connection is told as what it is: nobody knows', async ({ app, server }, testInfo) => {
  const smtp = await startFakeSmtp({
    answer(command, socket) {
      if (command === '.') socket.destroy()
      return undefined
    },
  })
  const mailbox = await signIn(app, server, [policy()])
  const settings = await nameOutgoingServer(app.page, smtp)
  await settings.getByRole('button', { name: en.outgoing.save }).click()
  await expect(settings).toBeHidden()
  await mailbox.open('Your policy')
  const dialog = await askToSend(app.page)
  await dialog.getByRole('button', { name: en.receipts.confirm }).click()
  await expect(dialog.getByRole('alert')).toContainText(en.errors['maybe-sent'].title)
  await testInfo.attach('maybe', { body: await app.page.screenshot(), contentType: 'image/png' })
  await dialog.getByRole('button', { name: en.app.close }).last().click()
  await expect(mailbox.reader).toContainText(en.receipts.unsure)
  expect(await isOffered(app.page)).toBe(false)
  smtp.close()
})

test.describe('in the dark', () => {
  test.use({ environment: { CURTAIN_THEME: 'dark' } })

  test('in Arabic it is asked and said the same', async ({ app, server, smtp }, testInfo) => {
    const mailbox = await signIn(app, server, [policy()])
    await app.page.getByRole('radio', { name: 'العربية' }).click()
    const settings = await nameOutgoingServer(app.page, smtp, ar)
    await testInfo.attach('outgoing', { body: await app.page.screenshot(), contentType: 'image/png' })
    await settings.getByRole('button', { name: ar.outgoing.save }).click()
    await expect(settings).toBeHidden()
    await mailbox.open('Your policy')
    const dialog = await askToSend(app.page, ar)
    await testInfo.attach('dialog', { body: await app.page.screenshot(), contentType: 'image/png' })
    await dialog.getByRole('button', { name: ar.receipts.confirm }).click()
    await expect(mailbox.reader).toContainText(ar.receipts.sent)
    await testInfo.attach('sent', { body: await app.page.screenshot(), contentType: 'image/png' })
    expect(smtp.mails).toHaveLength(1)
  })
})
