import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'

test('after a restart the mail is there at once, also without the server', async ({
  launch,
  server,
  senders,
}) => {
  const first = await launch()
  const before = await signIn(first, server, [plainText(), newsletter()])
  await expect(before.row('News of the week')).toContainText('2 trackers')
  await before.open('News of the week')
  await before.loadImages.click()
  await expect(before.banner).toContainText('2 pictures shown.')
  await first.quit()
  await server.stop()

  const second = await launch()
  const after = new Mailbox(second.page)
  await after.open('News of the week')
  await expect(after.body.getByRole('img', { name: 'The harbour' })).toHaveJSProperty('naturalWidth', 240)
  expect(senders.hits).toHaveLength(2)
})

test('the password outlives a restart in the keychain, and new mail comes', async ({ launch, server }) => {
  const first = await launch()
  await signIn(first, server, [plainText()])
  await first.quit()
  server.deliver(ADDRESS, [newsletter()])
  const second = await launch()
  await expect(new Mailbox(second.page).row('News of the week')).toBeVisible()
})

test.describe('on a computer without a keychain', () => {
  test.use({ environment: { STAND_IN_KEYCHAIN: 'none' } })

  test('the user is told that the password is not kept', async ({ app, shell }) => {
    test.skip(shell === 'electron', 'A real keychain cannot be taken away by a test')
    await expect(app.page.getByText(en.accounts.noKeychain)).toBeVisible()
  })
})

test('a second start on the same data folder gives way to the first', async ({ app, launch, shell }) => {
  test.skip(shell === 'electron', 'Playwright cannot attach to an Electron that ends at once')
  await expect(launch()).rejects.toThrow('ended early')
  await expect(app.page.getByRole('form')).toBeVisible()
})
