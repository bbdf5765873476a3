import { afterAll, beforeAll, expect, test } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openFolder, reopenFolder } from './open-folder.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { reader: 'secret' } })
})
afterAll(() => dovecot.remove())

test('a server with QRESYNC tells what happened since, in the answer to opening', async () => {
  dovecot.deliver('reader', ['Subject: 1\r\n\r\n', 'Subject: 2\r\n\r\n', 'Subject: 3\r\n\r\n'])
  const server = {
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none' as const,
    user: 'reader',
    pin: null,
  }
  const client = await openImap(server, 'secret')
  const before = await openFolder(client, 'INBOX')
  const since = { uidValidity: before.uidValidity, highestModseq: before.highestModseq ?? '' }
  await client.mailboxOpen('INBOX')
  await client.messageFlagsAdd('1', ['\\Seen'], { uid: true })
  await client.messageDelete('2', { uid: true })
  dovecot.deliver('reader', ['Subject: 4\r\n\r\n'])
  const { server: after, changes } = await reopenFolder(client, 'INBOX', since)
  expect(after).toMatchObject({ exists: 3, uidNext: 5 })
  expect(changes).toEqual({
    vanished: [2],
    flags: [
      { uid: 1, flags: ['\\seen'] },
      { uid: 4, flags: [] },
    ],
  })
  const other = await reopenFolder(client, 'INBOX', { ...since, uidValidity: since.uidValidity + 1 })
  expect(other.changes).toBeNull()
  await client.logout()
})
