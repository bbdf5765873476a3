import { afterAll, beforeAll, expect, test } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeImap } from '../testing/fake-imap.ts'
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

test('what happens in the folder that was open is not told of the one that is opened', async () => {
  const capabilities = 'IMAP4rev1 ENABLE CONDSTORE QRESYNC'
  const fake = await startFakeImap({ INBOX: [], Other: [] }, ({ name, rest, tag, send, answer }) => {
    if (name === 'CAPABILITY') send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
    else if (name === 'ENABLE') send(`* ENABLED CONDSTORE QRESYNC\r\n${tag} OK done\r\n`)
    else if (name === 'EXAMINE' && rest.includes('QRESYNC')) {
      const before =
        '* VANISHED 1\r\n* 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (99))\r\n* OK [CLOSED] closed\r\n'
      const codes = '* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [HIGHESTMODSEQ 6] ok\r\n'
      const after = '* VANISHED (EARLIER) 3\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (6))\r\n'
      send(`${before}${codes}${after}${tag} OK done\r\n`)
    } else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const client = await openImap(server, 'secret')
  const since = { uidValidity: 7, highestModseq: '5' }
  await openFolder(client, 'INBOX')
  const { changes } = await reopenFolder(client, 'Other', since)
  // Whose flags these are can't be told: they are asked for, which costs one round trip.
  expect(changes).toEqual({ vanished: [3], flags: null })
  const again = await reopenFolder(client, 'Other', since)
  expect(again.changes?.vanished).toEqual([3])
  expect(again.changes?.flags?.map(({ uid }) => uid)).toEqual([2, 1])
})
