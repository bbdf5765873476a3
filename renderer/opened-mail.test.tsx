import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { folderIdSchema } from '../shared/models/folder.ts'
import { messageIdSchema } from '../shared/models/message.ts'
import { type FakeMailbox, fakeAccount, fakeMailbox } from './testing/fake-mailbox.ts'
import { sampleAccount, sampleMessage, sampleRow } from './testing/samples.ts'
import { showMailbox } from './testing/show-mailbox.tsx'

beforeEach(() => page.viewport(1280, 800))
afterEach(() => localStorage.clear())

const INBOX = folderIdSchema.parse(1)
const GARDEN = folderIdSchema.parse(5)

const row = (number: number) => page.getByRole('option', { name: new RegExp(`Mail ${number}(?!\\d)`) })
const garden = () =>
  page
    .getByRole('navigation')
    .getByRole('option', { name: /Garden/ })
    .first()
const heading = (name: string) => page.getByRole('heading', { level: 1, name })

/** Its second mail lies in the inbox too, of which the engine tells when the mail is opened. */
function mailboxWithCopy(isReadInInbox: boolean): FakeMailbox {
  const mailbox = fakeMailbox(3, (n) => ({ folderId: n === 2 ? GARDEN : INBOX, unread: n === 2 }))
  mailbox.handlers['message.open'] = ({ messageId }) => {
    const known = mailbox.rows.find(({ id }) => id === messageId)
    const inInbox = { ...known, folderId: INBOX, folderIds: [INBOX, GARDEN] }
    return sampleMessage(messageId === 2 ? { ...inInbox, unread: !isReadInInbox && known?.unread } : known)
  }
  return mailbox
}

test('a mail that was read in another folder is read where it is opened', async () => {
  const mailbox = mailboxWithCopy(true)
  const { asked } = showMailbox(mailbox)
  await garden().click()
  await row(2).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 2'])
  expect(asked.find(({ name }) => name === 'message.act')?.input).toMatchObject({ folderId: GARDEN })
})

test('what is done to a mail that has left the list is done where it was opened', async () => {
  const mailbox = mailboxWithCopy(false)
  mailbox.handlers['message.search'] = ({ folderId }) => ({
    rows: mailbox.rows.filter((one) => one.folderId === folderId && one.unread),
    next: null,
    words: [],
  })
  const { asked } = showMailbox(mailbox)
  await garden().click()
  await page.getByRole('radio', { name: 'Unread', exact: true }).click()
  await row(2).click()
  await expect.element(row(2)).not.toBeInTheDocument()
  await expect.element(heading('Mail 2')).toBeVisible()
  await userEvent.keyboard('e')
  await expect
    .poll(() => asked.filter(({ name }) => name === 'message.act').at(-1)?.input)
    .toEqual({ messageIds: [2], folderId: GARDEN, act: { kind: 'archive' } })
})

test('a mail that another program marked as unread is read when it is opened again', async () => {
  const mailbox = fakeMailbox(3, (n) => ({ unread: n === 1 }))
  const { engine } = showMailbox(mailbox)
  await row(1).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1'])
  await row(2).click()
  mailbox.rows = mailbox.rows.map((one) => (one.id === 1 ? { ...one, unread: true } : one))
  engine.announce('folder.changed', { folderId: INBOX })
  await expect.element(row(1)).toHaveAccessibleName(/Unread/)
  await row(1).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1', 'seen 1'])
})

test('an answer that comes while the mail is read is not opened by itself', async () => {
  const mailbox = fakeMailbox(3, () => ({ unread: true }))
  const thread = {
    id: 7,
    count: 2,
    muted: false,
    messageIds: [messageIdSchema.parse(99), messageIdSchema.parse(1)],
  }
  mailbox.handlers['thread.messages'] = ({ messageId }) =>
    mailbox.rows.filter(({ id }) => id === messageId || (messageId === 1 && id === 99))
  const { engine, asked } = showMailbox(mailbox)
  await row(1).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1'])
  const answer = sampleRow({ id: 99, subject: 'Re: Mail 1', date: 20_000_000, unread: true, thread })
  mailbox.rows = [answer, ...mailbox.rows]
  const threads = () => asked.filter(({ name }) => name === 'thread.messages').length
  const before = threads()
  engine.announce('message.changed', { messageId: answer.id })
  engine.announce('folder.changed', { folderId: INBOX })
  await expect.poll(threads).toBeGreaterThan(before)
  await expect.element(page.getByRole('option', { name: /Re: Mail 1/ })).toHaveAccessibleName(/Unread/)
  await row(2).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1', 'seen 2'])
  const opened = asked.flatMap(({ name, input }) =>
    name === 'message.open' && typeof input === 'object' && input !== null && 'messageId' in input
      ? [input.messageId]
      : [],
  )
  expect(opened).not.toContain(99)
})

test('the mail of an account that was removed is not on show any more', async () => {
  const mailbox = fakeMailbox(3)
  const other = sampleAccount({ id: 2, address: 'work@example.org' })
  let accounts = [fakeAccount, other]
  mailbox.handlers['account.list'] = () => accounts
  const { engine } = showMailbox(mailbox)
  await row(2).click()
  await expect.element(heading('Mail 2')).toBeVisible()
  accounts = [other]
  mailbox.rows = []
  engine.announce('account.changed', { accountId: fakeAccount.id })
  await expect.element(heading('Mail 2')).not.toBeInTheDocument()
})
