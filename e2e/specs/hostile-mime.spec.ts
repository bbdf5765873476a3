import { rawMail } from '../../renderer/features/leak-test/vectors/hostile-mail.ts'
import { structures } from '../../renderer/features/leak-test/vectors/structures.ts'
import { words } from '../../renderer/features/leak-test/vectors/words.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

/** Every host leads to the senders' server. */
const EVIL = 'https://evil.example'

test('no structure of a mail makes the program ask for anything when it is opened', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(
    app,
    server,
    structures.map(({ name, source }) => rawMail(name, source(EVIL))),
  )
  await expect(app.page.getByText(`${structures.length} messages`)).toBeVisible()
  const opened = new Set<string | null>()
  for (const _ of structures) {
    await app.pickMenuItem('Next message')
    const title = mailbox.reader.getByRole('heading', { level: 1 })
    // Whatever it holds, it is on show before the next one is opened.
    await expect.poll(async () => opened.has(await title.textContent())).toBe(false)
    await expect(mailbox.reader.getByText(/requests? left this window/)).toContainText('0 requests')
    for (const frame of await app.page.locator('iframe').all())
      await frame.contentFrame().locator('html[data-shown]').waitFor()
    opened.add(await title.textContent())
  }
  expect([...opened].sort()).toEqual(structures.map(({ name }) => name).sort())
  expect(senders.hits).toEqual([])
})

test('sender, subject and preview are words, in the list, the title and the reader', async ({
  app,
  server,
  senders,
}) => {
  const mailbox = await signIn(
    app,
    server,
    words.map(({ name, source }) => rawMail(name, source(EVIL))),
  )
  await expect(mailbox.list.getByRole('option')).toHaveCount(words.length)
  for (const row of await mailbox.list.getByRole('option').all()) {
    await row.click()
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await expect(mailbox.reader.getByText(/requests? left this window/)).toContainText('0 requests')
    expect(await app.page.locator('img, body style, body script').count()).toBe(0)
  }
  await expect(mailbox.list).toContainText(`<img src=${EVIL}/a.png> subject`)
  await expect(mailbox.list).toContainText(`<img src=${EVIL}/a.png> preview`)
  expect(senders.hits).toEqual([])
})
