import { mail } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

const CLEANED = 'https://shop.example/roses?page=2'
const links = () =>
  mail({
    subject: 'Roses',
    html: `<p><a href="${CLEANED}&utm_source=mail&utm_campaign=roses">Roses</a>
      <a href="https://www.google.com/url?q=https%3A%2F%2Fblog.example%2Ftulips">Tulips</a>
      <a href="https://evil.example/login">www.bank.example</a>
      <a href="http://shop.example/plain">Plain</a></p>`,
  })

test('a link is opened without what follows the reader; the original and the address are to be had', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [links()])
  await mailbox.open('Roses')
  const roses = mailbox.body.getByText('Roses', { exact: true })

  await app.answer({ kind: 'message-box', button: 0 })
  await roses.click()
  await expect.poll(() => app.asked.at(-1)).toEqual({ kind: 'open-external', url: CLEANED })
  const [box] = app.asked
  expect(box).toMatchObject({ buttons: ['Open', 'Open the original address', 'Copy address', 'Cancel'] })
  expect(box?.kind === 'message-box' && box.detail).toContain('utm_source, utm_campaign')

  await app.answer({ kind: 'message-box', button: 1 })
  await roses.click()
  await expect
    .poll(() => app.asked.at(-1))
    .toEqual({ kind: 'open-external', url: `${CLEANED}&utm_source=mail&utm_campaign=roses` })

  await app.answer({ kind: 'message-box', button: 2 })
  await roses.click()
  await expect.poll(() => app.asked.at(-1)).toEqual({ kind: 'copied', text: CLEANED })

  await mailbox.body.getByText('Tulips').click()
  await expect
    .poll(() => app.asked.at(-1))
    .toMatchObject({ kind: 'message-box', detail: expect.stringContaining('⁨www.google.com⁩ first') })
})

test('harmless links open at once only when the user told the shell so, suspicious ones never', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [links()])
  const settings = app.page.getByRole('button', { name: 'Settings' })
  const option = app.page.getByText('Only when something is odd')
  const choice = app.page.getByRole('radio', { name: /Only when something is odd/ })

  // A dialog of the shell asks, and without its answer nothing changes.
  await settings.click()
  await option.click()
  await expect.poll(() => app.asked.at(-1)).toMatchObject({ message: /without asking/ })
  await expect(choice).not.toBeChecked()
  await app.answer({ kind: 'message-box', button: 0 })
  await option.click()
  await expect(choice).toBeChecked()
  await app.page.getByRole('button', { name: 'Back' }).click()

  await mailbox.open('Roses')
  const asked = app.asked.length
  await mailbox.body.getByText('Roses', { exact: true }).click()
  await expect.poll(() => app.asked.slice(asked)).toEqual([{ kind: 'open-external', url: CLEANED }])
  for (const text of ['www.bank.example', 'Plain']) {
    await mailbox.body.getByText(text).click()
    await expect.poll(() => app.asked.at(-1)).toMatchObject({ kind: 'message-box' })
  }
})
