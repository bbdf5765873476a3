import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({
    users: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`user${n}`, 'secret'])),
  })
})
afterAll(() => dovecot.remove())

const mail = (n: number) =>
  `From: a@b.example\r\nSubject: Mail ${n}\r\nMessage-ID: <${n}@b.example>\r\n\r\nText`

function open() {
  lastUser += 1
  const user = `user${lastUser}`
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user, pin: null }
  const opened = openTestSession(server)
  async function elsewhere(act: (client: ImapFlow) => Promise<unknown>): Promise<void> {
    const client = await openImap(server, 'secret')
    await act(client)
    await client.logout()
  }
  const bodies = () => opened.events.filter(([name]) => name === 'message.changed').length
  return { ...opened, user, elsewhere, bodies }
}

test('a folder with another name is the same folder, with those below it, and nothing is fetched again', async () => {
  const { session, user, folder, folders, rows, elsewhere, bodies } = open()
  dovecot.deliver(user, [mail(1), mail(2)], 'Lists')
  dovecot.deliver(user, [mail(3)], 'Lists/Birds')
  await session.sync()
  const before = [folder('Lists').id, folder('Lists/Birds').id, rows('Lists').map(({ id }) => id)]
  await elsewhere(async (client) => {
    await client.mailboxRename('Lists', 'Newsletters')
    await client.mailboxOpen('Newsletters')
    await client.messageDelete('2', { uid: true })
  })
  dovecot.deliver(user, [mail(4)], 'Newsletters')
  await session.sync()
  expect([folder('Newsletters').id, folder('Newsletters/Birds').id]).toEqual(before.slice(0, 2))
  expect(folders().some(({ path }) => path.startsWith('Lists'))).toBe(false)
  expect(folder('Newsletters')).toMatchObject({ name: 'Newsletters', total: 2 })
  expect(
    rows('Newsletters')
      .map(({ subject }) => subject)
      .sort(),
  ).toEqual(['Mail 1', 'Mail 4'])
  expect(bodies()).toBe(4)
})

test('a folder that is new is not taken for one that is gone; what lay there and is elsewhere is not fetched again', async () => {
  const { session, user, folder, rows, elsewhere, bodies } = open()
  dovecot.deliver(user, [mail(1), mail(2)], 'Old')
  await session.sync()
  const { id } = folder('Old')
  await elsewhere(async (client) => {
    await client.mailboxCreate('New')
    await client.mailboxOpen('Old')
    await client.messageCopy('1', 'New', { uid: true })
    await client.mailboxClose()
    await client.mailboxDelete('Old')
  })
  await session.sync()
  expect(folder('New').id).not.toBe(id)
  expect(rows('New').map(({ subject, bodyState }) => [subject, bodyState])).toEqual([['Mail 1', 'ready']])
  expect(bodies()).toBe(2)
})

test('where all folders have one UIDVALIDITY, their ids or their mails tell them apart', async () => {
  for (const withIds of [true, false]) {
    let folder = { path: 'One', id: 'F1', size: 100 }
    const fake = await startFakeImap([], ({ name, rest, tag, send, answer }) => {
      const line = `FETCH (UID 1 FLAGS () INTERNALDATE "01-Jan-2024 00:00:00 +0000" RFC822.SIZE ${folder.size}`
      if (name === 'LIST') {
        const lines = ['INBOX', folder.path].map((path) => `* LIST () "/" ${path}\r\n`)
        send(`${rest.endsWith('""') ? '' : lines.join('')}${tag} OK done\r\n`)
      } else if (name === 'EXAMINE' && !rest.includes('INBOX')) {
        const id = withIds ? `* OK [MAILBOXID (${folder.id})] ok\r\n` : ''
        send(`* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 2] ok\r\n${id}${tag} OK done\r\n`)
      } else if (name === 'UID SEARCH') send(`* SEARCH 1\r\n${tag} OK done\r\n`)
      else if (name === 'UID FETCH') send(`* 1 ${line} BODY[] {4}\r\n\r\nhi)\r\n${tag} OK done\r\n`)
      else answer()
    })
    const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'a', pin: null }
    const { session, folders } = openTestSession(server)
    const id = () => folders().find(({ path }) => path === folder.path)?.id
    await session.sync()
    const first = id()
    folder = { path: 'Renamed', id: 'F1', size: 100 }
    await session.sync()
    expect(id()).toBe(first)
    folder = { path: 'Other', id: 'F2', size: 200 }
    await session.sync()
    expect(id()).not.toBe(first)
  }
})
