import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Dovecot } from '../../electron/engine/testing/dovecot.ts'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { mail, newsletter } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import type { Mailbox } from '../pages/mailbox.ts'

const corpus = join(import.meta.dirname, '../../electron/engine/testing/corpus')
const choirRoom = (name: string) => readFileSync(join(corpus, `${name}-choir-room.eml`), 'utf8')
const SUBJECT = 'Rehearsal room for the spring concert'

/** As a server has them that got each mail at the time of its Date. */
function deliver(server: Dovecot, source: string, folder = 'INBOX'): void {
  server.deliver(ADDRESS, [source], folder)
  const path = join(server.maildir(ADDRESS, folder), 'new')
  const file = readdirSync(path)
    .sort((a, b) => numberOf(a) - numberOf(b))
    .at(-1)
  const date = new Date(/^Date: (.*)$/m.exec(source)?.[1] ?? Date.now())
  if (file !== undefined) utimesSync(join(path, file), date, date)
}

const numberOf = (file: string) => Number(/M(\d+)/.exec(file)?.[1])

/** Two mails of the choir in the inbox, the answer between them in the folder of sent mail. */
function deliverChoirRoom(server: Dovecot): void {
  deliver(server, choirRoom('thread-1'))
  deliver(server, choirRoom('sent-thread-2'), 'Sent')
  deliver(server, choirRoom('thread-3'))
}

const conversation = (mailbox: Mailbox, words: typeof en | typeof ar) =>
  mailbox.reader.getByRole('list', {
    name: words === en ? '3 messages in this conversation' : /^(3|٣) رسائل في هذه المحادثة$/,
  })

test('a conversation is one row, and opens with all of its mails, the sent one among them', async ({
  app,
  server,
  senders,
}, testInfo) => {
  deliverChoirRoom(server)
  const mailbox = await signIn(app, server, [newsletter()])
  const row = mailbox.row(SUBJECT)
  await expect(row).toHaveCount(1)
  await expect(row.getByRole('img', { name: '3 messages in this conversation' })).toBeVisible()
  await row.click()
  const mails = conversation(mailbox, en).getByRole('listitem')
  await expect(mails).toHaveCount(3)
  await expect(mailbox.reader.getByRole('heading', { level: 1, name: SUBJECT })).toBeVisible()
  await expect(mails.nth(2)).toContainText('Felix Baum')
  await expect(mails.nth(2).getByRole('article')).toBeVisible()
  await testInfo.attach('conversation', { body: await app.page.screenshot(), contentType: 'image/png' })

  // All are unread, so all are open. A closed one leaves nothing of its body behind.
  await mails.nth(1).getByRole('button', { name: 'Hide the message from Noor Haddad' }).click()
  await expect(mails.nth(1).getByRole('article')).toHaveCount(0)
  await expect(mails.nth(1).getByRole('img', { name: en.messages.unread })).toHaveCount(0)
  await testInfo.attach('closed', { body: await app.page.screenshot(), contentType: 'image/png' })
  await mails
    .nth(1)
    .getByRole('button', { name: /^Show the message from .?Noor Haddad/ })
    .click()
  await expect(mails.nth(1).getByRole('article')).toContainText('Noor Haddad')
  expect(senders.hits).toEqual([])
})

test('who does not want conversations sees each mail by itself', async ({ app, server }) => {
  deliverChoirRoom(server)
  const mailbox = await signIn(app, server, [newsletter()])
  await expect(mailbox.row(SUBJECT)).toHaveCount(1)
  await app.page.getByRole('button', { name: en.settings.title }).click()
  await app.page.getByText(en.threads.setting.name, { exact: true }).click()
  await app.page.getByRole('button', { name: en.settings.back }).click()
  await expect(mailbox.row(SUBJECT)).toHaveCount(2)
  await mailbox.row(SUBJECT).first().click()
  await expect(mailbox.reader.getByRole('heading', { level: 1 })).toHaveText(`Re: ${SUBJECT}`)
  await expect(conversation(mailbox, en)).toHaveCount(0)
})

test('what comes into a muted conversation comes as read', async ({ app, server }, testInfo) => {
  deliverChoirRoom(server)
  const mailbox = await signIn(app, server, [newsletter()])
  await expect(mailbox.row(SUBJECT)).toHaveCount(1)
  await mailbox.row(SUBJECT).click()
  await mailbox.reader.getByRole('button', { name: en.threads.menu }).click()
  await app.page.getByRole('menuitem', { name: en.threads.mute }).click()
  await expect(mailbox.reader.getByText(en.threads.muted)).toBeVisible()
  await expect(mailbox.row(SUBJECT).getByRole('img', { name: en.threads.muted })).toBeVisible()
  await expect(mailbox.row(SUBJECT).getByRole('img', { name: en.messages.unread })).toHaveCount(0)
  await mailbox.row('News of the week').click()

  const headers = ['In-Reply-To: <choir-room-3@chorwerk.example>']
  server.deliver(ADDRESS, [
    mail({ from: 'Amira <amira@chorwerk.example>', subject: `Re: ${SUBJECT}`, text: 'Great!', headers }),
    mail({ subject: 'Something else', text: 'Hello' }),
  ])
  await app.page.getByRole('button', { name: en.accounts.sync }).first().click()
  await expect(mailbox.row('Something else').getByRole('img', { name: en.messages.unread })).toBeVisible()
  const row = mailbox.row(SUBJECT)
  await expect(row.getByRole('img', { name: '4 messages in this conversation' })).toBeVisible()
  await expect(row.getByRole('img', { name: en.messages.unread })).toHaveCount(0)
  await testInfo.attach('muted', { body: await app.page.screenshot(), contentType: 'image/png' })
})

test.describe('in Arabic and in the dark', () => {
  test.use({ environment: { CURTAIN_THEME: 'dark' } })

  test('a conversation reads from the right', async ({ app, server }, testInfo) => {
    deliverChoirRoom(server)
    const mailbox = await signIn(app, server, [newsletter()])
    await app.page.getByRole('radio', { name: 'العربية' }).click()
    await expect(mailbox.row(SUBJECT)).toHaveCount(1)
    await mailbox.row(SUBJECT).click()
    const mails = conversation(mailbox, ar).getByRole('listitem')
    await expect(mails).toHaveCount(3)
    await expect(mails.nth(2).getByRole('article')).toBeVisible()
    await testInfo.attach('arabic', { body: await app.page.screenshot(), contentType: 'image/png' })
    await mailbox.reader.getByRole('button', { name: ar.threads.menu }).click()
    await expect(app.page.getByRole('menuitem', { name: ar.threads.mute })).toBeVisible()
  })
})
