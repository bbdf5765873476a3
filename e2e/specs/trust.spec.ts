import type { Page } from '@playwright/test'
import { en } from '../../renderer/i18n/en.ts'
import { mail } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import type { Mailbox } from '../pages/mailbox.ts'

const SERVER = 'mx.example.org'
const genuine = `Authentication-Results: ${SERVER}; dmarc=pass header.from=news.example; dkim=pass header.d=news.example`
const forged = `Authentication-Results: ${SERVER}; dmarc=fail header.from=news.example; dkim=none`

const letter = (subject: string, result: string) =>
  mail({
    subject,
    headers: [result],
    html: `<p>${subject}</p><img src="https://images.news.example/${subject}.png" width="240" height="120" alt="${subject}">
      <img src="https://news.us1.list-manage.com/track/open.php?u=11aa22bb33cc44dd55ee66ff7&id=0123456789&e=abcdef0123" width="1" height="1">`,
  })

/** Tells Curtain whose word counts, as somebody does who knows the name of their server. */
async function believe(page: Page, server: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: `Change whose word counts in ⁨${ADDRESS}⁩` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Another name', { exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Name of the server' }).fill(server)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('chosen by you')).toBeVisible()
  await page.getByRole('button', { name: 'Back to your mail' }).click()
}

async function chooseRule(page: Page, mailbox: Mailbox, menu: string, who: string): Promise<void> {
  await mailbox.banner.getByRole('button', { name: 'More choices for these pictures' }).click()
  await page.getByRole('menuitem', { name: menu }).click()
  await page.getByRole('menuitem', { name: who }).click()
}

test('a rule loads pictures of the verified sender by itself, of a forger never, and can be taken back', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(app, server, [
    letter('first', genuine),
    letter('second', genuine),
    letter('imitation', forged),
  ])
  await believe(app.page, SERVER)

  await mailbox.open('first')
  await expect(mailbox.banner).toContainText('1 picture blocked.')
  await chooseRule(app.page, mailbox, 'Always load pictures from', 'nora@news.example')
  await expect(mailbox.body.getByRole('img', { name: 'first' })).toHaveJSProperty('naturalWidth', 240)
  await mailbox.open('second')
  await expect(mailbox.body.getByRole('img', { name: 'second' })).toHaveJSProperty('naturalWidth', 240)
  await expect(mailbox.banner).toContainText('as you chose. Trackers stay out.')

  await mailbox.open('imitation')
  await expect(mailbox.banner).toContainText(
    /This claims to be from .*nora@news\.example.*could not be verified/,
  )
  await expect(mailbox.banner).toContainText('1 picture blocked.')
  const allowed = ['images.news.example/first.png', 'images.news.example/second.png']
  expect([...senders.hits].sort()).toEqual(allowed)

  // Taken back: the next mail waits again.
  await expect(app.page.getByText(en.sync.idle)).toBeVisible()
  await app.page.getByRole('button', { name: 'Settings' }).click()
  await app.page.getByRole('button', { name: /^Remove the rule for/ }).click()
  await app.page.getByRole('button', { name: 'Back to your mail' }).click()
  server.deliver(ADDRESS, [letter('third', genuine)])
  await app.pickMenuItem('Check for mail')
  await mailbox.open('third')
  await expect(mailbox.banner).toContainText('1 picture blocked.')
  expect([...senders.hits].sort()).toEqual(allowed)
})

test('a sender can be blocked without asking, and everything loaded only after a warning', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(app, server, [letter('first', genuine), letter('second', genuine)])
  await mailbox.open('first')
  await chooseRule(app.page, mailbox, 'Always block, without asking, from', 'nora@news.example')
  await mailbox.open('second')
  await expect(mailbox.banner).toContainText('stay out, as you chose')
  await expect(mailbox.loadImages).toBeHidden()
  expect(senders.hits).toEqual([])

  await mailbox.banner.getByRole('button', { name: 'More choices for these pictures' }).click()
  await app.page.getByRole('menuitem', { name: 'Load everything, trackers too…' }).click()
  const dialog = app.page.getByRole('dialog')
  await expect(dialog).toContainText('The sender learns that you in particular opened this message')
  expect(senders.hits).toEqual([])
  await dialog.getByRole('button', { name: 'Load everything' }).click()
  await expect.poll(() => senders.hits.length).toBe(2)
  expect(senders.hits.join()).toContain('list-manage.com')
})
