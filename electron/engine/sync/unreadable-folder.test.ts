import { chmodSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { sql } from '../store/sql.ts'
import { startDovecot } from '../testing/dovecot.ts'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const folders = Object.fromEntries(
  ['INBOX', 'Shared', 'Work'].map((path) => [
    path,
    [1, 2, 3].map((uid) => ({ uid, source: `Subject: Mail ${uid}\r\n\r\nText ${uid} in ${path}\r\n` })),
  ]),
)

async function open(misbehave: (command: FakeCommand) => void) {
  const fake = await startFakeImap(folders, misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  return openTestSession(server)
}

const refuse = ({ tag, send }: FakeCommand) => send(`${tag} NO [NOPERM] not for you\r\n`)

test('a folder that may not be read keeps no other from being read, and is named', async () => {
  const { session, rows, folder } = await open((command) => {
    if (command.name === 'EXAMINE' && command.folder === 'Shared') refuse(command)
    else command.answer()
  })
  await session.sync()
  expect(rows('INBOX').map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready', 'ready'])
  expect(rows('Work')).toHaveLength(3)
  const unreadable = [folder('Shared').id]
  expect(session.state()).toMatchObject({ phase: 'idle', failure: null, unreadable })
})

test('a folder that can be read again is named no more', async () => {
  let refusing = true
  const { session, rows } = await open((command) => {
    if (refusing && command.name === 'EXAMINE' && command.folder === 'Shared') refuse(command)
    else command.answer()
  })
  await session.sync()
  refusing = false
  await session.sync()
  expect(session.state().unreadable).toEqual([])
  expect(rows('Shared')).toHaveLength(3)
})

test('an inbox that may not be read is a failure, but only after all else is here', async () => {
  const { session, rows, folder } = await open((command) => {
    if (command.name === 'EXAMINE' && command.folder === 'INBOX') refuse(command)
    else command.answer()
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
  expect(rows('Work').every(({ bodyState }) => bodyState === 'ready')).toBe(true)
  expect(session.state()).toMatchObject({ phase: 'failed', unreadable: [folder('INBOX').id] })
})

test('a folder that is closed to us while its bodies come keeps no other body from coming', async () => {
  let listed = false
  const { session, rows, folder } = await open((command) => {
    listed ||= command.rest.includes('BODY.PEEK[]')
    if (listed && command.name === 'EXAMINE' && command.folder === 'Shared') refuse(command)
    else command.answer()
  })
  await session.sync()
  expect(rows('Work').every(({ bodyState }) => bodyState === 'ready')).toBe(true)
  expect(rows('Shared').every(({ bodyState }) => bodyState === 'missing')).toBe(true)
  expect(session.state()).toMatchObject({ phase: 'idle', unreadable: [folder('Shared').id] })
})

test('a mail that may have moved into a folder that can’t be looked at is not thrown away', async () => {
  const dovecot = await startDovecot({ users: { reader: 'secret' } })
  onTestFinished(() => dovecot.remove())
  const mail = 'From: a@b.example\r\nSubject: Moved\r\nMessage-ID: <1@b.example>\r\n\r\nText'
  dovecot.deliver('reader', [mail])
  dovecot.deliver('reader', [mail.replaceAll('1@', '2@')], 'Damaged')
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user: 'reader' }
  const { session, rows, events, folders } = openTestSession(server)
  await session.sync()
  const [before] = rows()
  const elsewhere = await openImap(server, 'secret')
  await elsewhere.mailboxOpen('INBOX')
  await elsewhere.messageMove('1', 'Damaged', { uid: true })
  await elsewhere.logout()

  // Root may read anything: the server itself runs as another user.
  chmodSync(dovecot.maildir('reader', 'Damaged'), 0o000)
  await session.sync()
  expect(session.state().unreadable).toHaveLength(1)
  chmodSync(dovecot.maildir('reader', 'Damaged'), 0o700)
  await session.sync()
  expect(session.state().unreadable).toEqual([])
  expect(rows('Damaged').find(({ subject }) => subject === 'Moved')?.id).toBeDefined()
  expect(rows('Damaged').map(({ id }) => id)).toContain(before?.id)
  expect(folders().find(({ path }) => path === 'Damaged')?.total).toBe(2)
  expect(events.filter(([name]) => name === 'message.changed')).toHaveLength(2)
})

test('a folder that could never be looked at keeps no mail from being deleted', async () => {
  const { session, store, rows } = await open((command) => {
    if (command.name === 'EXAMINE' && command.folder === 'Shared') return refuse(command)
    command.answer()
  })
  await session.sync()
  const inbox = folders['INBOX']
  folders['INBOX'] = inbox?.slice(1) ?? []
  onTestFinished(() => {
    folders['INBOX'] = inbox ?? []
  })
  await session.sync()
  expect(rows()).toHaveLength(2)
  await session.sync()
  const count = store.read.get(sql<{ mails: number }>`SELECT count(*) AS mails FROM messages`)
  expect(count?.mails).toBe(5)
})
