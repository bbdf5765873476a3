import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { en } from '../../renderer/i18n/en.ts'
import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'

/** Every byte of the databases that the program has written. */
function databases(dataDirectory: string): Buffer {
  const names = readdirSync(dataDirectory).filter((name) => /\.db(-wal)?$/.test(name))
  return Buffer.concat(names.map((name) => readFileSync(join(dataDirectory, name))))
}

test('stored mail can be read by nobody without the keychain, and opens again with it', async ({
  launch,
  server,
  dataDirectory,
}) => {
  const first = await launch()
  await signIn(first, server, [plainText()])
  await first.quit()
  for (const text of ['Dinner on Friday', 'reader@example.org', 'CREATE TABLE']) {
    expect(databases(dataDirectory).includes(text), text).toBe(false)
  }
  await server.stop()
  const second = await launch()
  await expect(new Mailbox(second.page).row('Dinner on Friday')).toBeVisible()
})

test('damaged mail is fetched again, with the account kept, and the user is told once', async ({
  launch,
  server,
  dataDirectory,
}) => {
  const first = await launch()
  await signIn(first, server, [plainText(), newsletter()])
  // Of what no server gives back, ten quiet seconds after it came.
  await expect.poll(() => existsSync(join(dataDirectory, 'mail-kept.db')), { timeout: 40_000 }).toBe(true)
  await first.quit()
  const mail = join(dataDirectory, 'mail.db')
  // It would heal what is overwritten here.
  rmSync(`${mail}-wal`, { force: true })
  const file = openSync(mail, 'r+')
  writeSync(file, Buffer.alloc(8_192, 0x5a), 0, 8_192, Math.floor(statSync(mail).size / 8_192) * 4_096)
  writeSync(file, Buffer.alloc(64, 0x5a), 0, 64, 200)
  closeSync(file)

  const second = await launch()
  await expect(second.page.getByText(en.recovery.title)).toBeVisible()
  await expect(new Mailbox(second.page).row('News of the week')).toContainText('2 trackers')
  await second.page.getByRole('button', { name: en.recovery.understood }).click()
  await expect(second.page.getByText(en.recovery.title)).toBeHidden()
  await second.quit()

  const third = await launch()
  await expect(new Mailbox(third.page).row('Dinner on Friday')).toBeVisible()
  await expect(third.page.getByText(en.recovery.title)).toBeHidden()
})
