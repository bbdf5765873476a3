import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestSession } from '../testing/test-session.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { mona: 'secret' } })
})
afterAll(() => dovecot.remove())

const mail = (id: string, answers = '') =>
  `From: mona@example.org\r\nSubject: Figs\r\nMessage-ID: <${id}@x.example>\r\n${answers}\r\nText\r\n`

test('an answer that was sent elsewhere is told of in the folder of what it answers', async () => {
  dovecot.deliver('mona', [mail('a')])
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user: 'mona' }
  const { session, events, folder } = openTestSession(server)
  await session.sync()
  dovecot.deliver('mona', [mail('b', 'In-Reply-To: <a@x.example>\r\n')], 'Sent')
  const before = events.length
  await session.sync()
  expect(events.slice(before)).toContainEqual(['folder.changed', { folderId: folder('INBOX').id }])
})
