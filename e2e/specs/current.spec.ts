import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'

test('new mail shows by itself', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText()])
  server.deliver(ADDRESS, [newsletter()])
  await expect(mailbox.row('News of the week')).toContainText('2 trackers')
})

test('a machine that slept trusts no connection, and connects anew', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [plainText()])
  server.deliver(ADDRESS, [newsletter()])
  await expect(mailbox.row('News of the week')).toBeVisible()
  const before = server.logins(ADDRESS)
  await app.resume()
  await expect.poll(() => server.logins(ADDRESS)).toBeGreaterThan(before)
})
