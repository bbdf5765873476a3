import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { listAccounts } from '../store/accounts.ts'
import { saveKeepDays } from '../store/offline.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type FakeMessage, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { mover: 'secret', deleter: 'secret' } })
})
afterAll(() => dovecot.remove())

const mail = 'From: a@b.example\r\nSubject: Old\r\nMessage-ID: <1@b.example>\r\n\r\nText'

/** An account with an old mail that stays on the server until it is opened. */
async function openWithOldMail(user: string) {
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user, pin: null }
  async function elsewhere(act: (client: ImapFlow) => Promise<unknown>): Promise<void> {
    const client = await openImap(server, 'secret')
    await client.mailboxOpen('INBOX')
    await act(client)
    await client.logout()
  }
  await elsewhere((client) => client.append('INBOX', mail, [], new Date(2_000, 1)))
  const opened = openTestSession(server)
  const [account] = listAccounts(opened.store.read)
  if (account === undefined) throw new Error('no account')
  opened.store.write((db) => saveKeepDays(db, account.id, 30))
  await opened.session.sync()
  const [row] = opened.rows()
  if (row === undefined) throw new Error('no row')
  expect(row.bodyState).toBe('missing')
  return { ...opened, row, elsewhere }
}

test('a mail that another program has just moved opens all the same', async () => {
  const { session, rows, row, elsewhere } = await openWithOldMail('mover')
  await elsewhere((client) => client.messageMove('1', 'Archive', { uid: true }))
  await session.openBody(row.id)
  expect(rows()).toEqual([])
  expect(rows('Archive')).toMatchObject([{ id: row.id, bodyState: 'ready' }])
})

test('a mail that another program has just deleted is said to be gone, and goes from the list', async () => {
  const { session, rows, row, elsewhere } = await openWithOldMail('deleter')
  await elsewhere((client) => client.messageDelete('1', { uid: true }))
  await expect(session.openBody(row.id)).rejects.toMatchObject({ code: 'message-unavailable' })
  expect(rows()).toEqual([])
})

test('a mail that moves into a folder that this sync has looked at already is kept, and fetched once', async () => {
  const moving = { uid: 7, source: 'Subject: Moving\r\n\r\nText' }
  const folders: Record<string, FakeMessage[]> = { INBOX: [], Work: [moving] }
  let syncs = 0
  const fake = await startFakeImap(folders, ({ name, folder, answer }) => {
    if (name === 'EXAMINE' && folder === 'INBOX') syncs += 1
    if (syncs === 2 && name === 'EXAMINE' && folder === 'Work') {
      folders['INBOX'] = [moving]
      folders['Work'] = []
    }
    answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, rows } = openTestSession(server)
  await session.sync()
  const [before] = rows('Work')
  await session.sync()
  expect([rows('Work'), rows('INBOX')]).toEqual([[], []])
  await session.sync()
  expect(rows('INBOX')).toMatchObject([{ id: before?.id, bodyState: 'ready' }])
  expect(fake.heard.filter((line) => line.includes('BODY.PEEK[]'))).toHaveLength(1)
})
