import { hostileMime, hostileMimeMail, hostileWords } from '../fixtures/hostile-mime.ts'
import { mail } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

test('no structure of a mail makes the program ask for anything when it is opened', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(app, server, hostileMime.map(hostileMimeMail))
  await expect(app.page.getByText(`${hostileMime.length} messages`)).toBeVisible()
  const opened = new Set<string | null>()
  for (const _ of hostileMime) {
    await app.pickMenuItem('Next message')
    const title = mailbox.reader.getByRole('heading', { level: 1 })
    // Whatever it holds, it is on show before the next one is opened.
    await expect.poll(async () => opened.has(await title.textContent())).toBe(false)
    await expect(mailbox.reader.getByText(/requests? left this window/)).toContainText('0 requests')
    for (const frame of await app.page.locator('iframe').all())
      await frame.contentFrame().locator('html[data-shown]').waitFor()
    opened.add(await title.textContent())
  }
  expect([...opened].sort()).toEqual(hostileMime.map(({ name }) => name).sort())
  expect(senders.hits).toEqual([])
})

test('sender, subject and preview are words, in the list, the title and the reader', async ({
  app,
  server,
  senders,
}) => {
  const { subject, from, text } = hostileWords
  const mailbox = await signIn(app, server, [mail({ subject, from, text })])
  const row = mailbox.list.getByRole('option')
  await expect(row).toContainText(subject)
  await expect(row).toContainText(text)
  await row.click()
  await expect(mailbox.reader.getByRole('heading', { name: subject })).toBeVisible()
  const pictures = await app.page.locator('img').count()
  expect(pictures).toBe(0)
  expect(senders.hits).toEqual([])
})
