import { expect, onTestFinished, test } from 'vitest'
import type { SmtpServer } from '../../../shared/models/account.ts'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { makeCertificate } from '../testing/make-certificate.ts'
import { checkSmtp, sendMail } from './open-smtp.ts'

const mail = { from: '', to: 'nora@news.example', source: 'Subject: Hello\r\n\r\nRead.\r\n' }

async function startServer(options: Parameters<typeof startFakeSmtp>[0] = {}) {
  const server = await startFakeSmtp(options)
  onTestFinished(() => server.close())
  return server
}

function at(port: number, changes: Partial<SmtpServer> = {}): SmtpServer {
  return { host: '127.0.0.1', port, security: 'none', user: 'layla', ownPassword: false, ...changes }
}

test('one mail goes out, from nobody, and the machine keeps its name', async () => {
  const server = await startServer()
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
  const server = await startServer({ answer: (asked) => (asked === command ? line : undefined) })
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code })
})

test('a connection that goes after the last byte may have sent the mail, and says so', async () => {
  const server = await startServer({
    answer(asked, socket) {
      if (asked === '.') socket.destroy()
      return undefined
    },
  })
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code: 'maybe-sent' })
})

test('a connection that goes before is only lost', async () => {
  const server = await startServer({
    answer(asked, socket) {
      if (asked === 'RCPT') socket.destroy()
      return undefined
    },
  })
  await expect(sendMail(at(server.port), 'secret', mail)).rejects.toMatchObject({ code: 'connection-lost' })
})

test('a server that never answers is given up', async () => {
  const server = await startServer({ answer: (asked) => (asked === 'AUTH' ? '' : undefined) })
  const sent = sendMail(at(server.port), 'secret', mail, { deadlineMs: 200 })
  await expect(sent).rejects.toMatchObject({ code: 'timed-out' })
})

test('without an offer of encryption no password is told', async () => {
  const server = await startServer({ answer: (asked) => (asked === 'STARTTLS' ? '502 what' : undefined) })
  const sent = sendMail(at(server.port, { security: 'starttls' }), 'secret', mail)
  await expect(sent).rejects.toMatchObject({ code: 'encryption-required' })
  expect(server.heard.join('\n')).not.toContain('AUTH')
})

test('a check logs in and hands over nothing', async () => {
  const server = await startServer()
  await checkSmtp(at(server.port), 'secret')
  expect(server.heard).toEqual(['EHLO [127.0.0.1]', expect.stringMatching(/^AUTH PLAIN /)])
  const refusing = await startServer({ answer: (asked) => (asked === 'AUTH' ? '535 no' : undefined) })
  await expect(checkSmtp(at(refusing.port), 'wrong')).rejects.toMatchObject({ code: 'wrong-password' })
})

const ways = [
  ['tls', 'greeting'],
  ['starttls', 'starttls'],
] as const

test.each(ways)(
  '%s: a server that proves who it is gets the mail, and nobody else reads it',
  async (security, from) => {
    const certificate = makeCertificate('localhost')
    const server = await startServer({ tls: { from, ...certificate } })
    await sendMail(at(server.port, { host: 'localhost', security }), 'secret', mail, { ca: certificate.cert })
    expect(server.mails).toEqual(['Subject: Hello\r\n\r\nRead.'])
    expect(server.inClear).toEqual(security === 'tls' ? [] : ['EHLO [127.0.0.1]', 'STARTTLS'])
  },
)

test.each(
  ways.flatMap(([security, from]) => [
    { security, from, what: 'a certificate nobody vouches for', name: 'localhost', isTrusted: false },
    { security, from, what: 'a certificate of another host', name: 'mail.example', isTrusted: true },
  ]),
)('$security: $what is refused before a password is told', async ({ security, from, name, isTrusted }) => {
  const certificate = makeCertificate(name)
  const server = await startServer({ tls: { from, ...certificate } })
  const sent = sendMail(
    at(server.port, { host: 'localhost', security }),
    'secret',
    mail,
    isTrusted ? { ca: certificate.cert } : {},
  )
  await expect(sent).rejects.toMatchObject({ code: 'certificate-untrusted' })
  expect(server.heard).toEqual(security === 'tls' ? [] : ['EHLO [127.0.0.1]', 'STARTTLS'])
  expect(server.mails).toEqual([])
})

test('a server without TLS behind a port for TLS is told nothing', async () => {
  const server = await startServer()
  const sent = sendMail(at(server.port, { security: 'tls' }), 'secret', mail)
  await expect(sent).rejects.toMatchObject({ code: 'encryption-required' })
  expect(server.heard.join('\n')).not.toContain('AUTH')
})

test('answers slipped in before the encryption are not believed', async () => {
  const certificate = makeCertificate('localhost')
  const server = await startServer({
    answer: (asked) => (asked === 'STARTTLS' ? '220 go on\r\n250-fake\r\n250 SIZE 1' : undefined),
    tls: { from: 'starttls', ...certificate },
  })
  await sendMail(at(server.port, { host: 'localhost', security: 'starttls' }), 'secret', mail, {
    ca: certificate.cert,
  })
  const commands = server.heard.map((line) => line.split(/[ :]/)[0])
  expect(commands).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'])
})

test('in the clear only this machine is spoken to', async () => {
  const sent = sendMail(at(25, { host: 'smtp.example.org' }), 'secret', mail)
  await expect(sent).rejects.toMatchObject({ code: 'encryption-required' })
})

test.each(['a@b.test>\r\nRCPT TO:<c@d.test', 'a@b.test> NOTIFY=NEVER', 'a b@c.test', ''])(
  'an address that is more than one is never said: %j',
  async (to) => {
    const server = await startServer()
    const sent = sendMail(at(server.port), 'secret', { ...mail, to })
    await expect(sent).rejects.toMatchObject({ code: 'bad-request' })
    expect(server.heard).toEqual([])
  },
)
