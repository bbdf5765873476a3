import { expect, test } from 'vitest'
import type { SmtpServer } from '../../../shared/models/account.ts'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { sendMail } from './open-smtp.ts'

const mail = { from: '', to: 'nora@news.example', source: 'Subject: Hello\r\n\r\nRead.\r\n' }

function at(port: number, changes: Partial<SmtpServer> = {}): SmtpServer {
  return { host: '127.0.0.1', port, security: 'none', user: 'layla', ...changes }
}

test('one mail goes out, from nobody, and the machine keeps its name', async () => {
  const server = await startFakeSmtp()
  await sendMail(at(server.port), 'secret', mail)
  expect(server.heard).toEqual([
    'EHLO [127.0.0.1]',
    `AUTH PLAIN ${Buffer.from('\0layla\0secret').toString('base64')}`,
    'MAIL FROM:<>',
    'RCPT TO:<nora@news.example>',
    'DATA',
  ])
  expect(server.mails).toEqual(['Subject: Hello\r\n\r\nRead.'])
})

test.each([
  ['AUTH', '535 no', 'wrong-password'],
  ['AUTH', '454 later', 'server-misbehaved'],
  ['MAIL', '550 not from nobody', 'mail-refused'],
  ['RCPT', '550 no such user', 'mail-refused'],
  ['DATA', '554 no', 'mail-refused'],
  ['.', '554 spam', 'mail-refused'],
])('%s answered with %j is %s', async (command, line, code) => {
  const server = await startFakeSmtp((asked) => (asked === command ? line : undefined))
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code })
})

test('a connection that goes after the last byte may have sent the mail, and says so', async () => {
  const server = await startFakeSmtp((asked, socket) => {
    if (asked === '.') socket.destroy()
    return undefined
  })
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code: 'maybe-sent' })
})

test('a connection that goes before is only lost', async () => {
  const server = await startFakeSmtp((asked, socket) => {
    if (asked === 'RCPT') socket.destroy()
    return undefined
  })
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code: 'connection-lost' })
})

test('a server that never answers is given up', async () => {
  const server = await startFakeSmtp((asked) => (asked === 'AUTH' ? '' : undefined))
  const sent = sendMail(at(server.port), 'secret', mail, { deadlineMs: 200 })
  await expect(sent).rejects.toMatchObject({ code: 'timed-out' })
})

test('without an offer of encryption no password is told', async () => {
  const server = await startFakeSmtp((asked) => (asked === 'STARTTLS' ? '502 what' : undefined))
  const sent = sendMail(at(server.port, { security: 'starttls' }), 'secret', mail)
  await expect(sent).rejects.toMatchObject({ code: 'encryption-required' })
  expect(server.heard.join('\n')).not.toContain('AUTH')
})

test('in the clear only this machine is spoken to', async () => {
  const sent = sendMail(at(25, { host: 'smtp.example.org' }), 'secret', mail)
  await expect(sent).rejects.toMatchObject({ code: 'encryption-required' })
})

test.each(['a@b.test>\r\nRCPT TO:<c@d.test', 'a@b.test> NOTIFY=NEVER', 'a b@c.test', ''])(
  'an address that is more than one is never said: %j',
  async (to) => {
    const server = await startFakeSmtp()
    const sent = sendMail(at(server.port), 'secret', { ...mail, to })
    await expect(sent).rejects.toMatchObject({ code: 'bad-request' })
    expect(server.heard).toEqual([])
  },
)
