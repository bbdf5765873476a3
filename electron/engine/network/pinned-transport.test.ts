import { X509Certificate } from 'node:crypto'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { makeCertificate } from '../testing/make-certificate.ts'
import { type ImapServer, openImap } from './open-imap.ts'
import { checkSmtp } from './open-smtp.ts'

let dovecot: Dovecot
let other: Dovecot
let pin: string
const users = { reader: 'secret' }

beforeAll(async () => {
  dovecot = await startDovecot({ users })
  other = await startDovecot({ users })
  pin = new X509Certificate(dovecot.certificate).fingerprint256
})
afterAll(async () => {
  await dovecot.remove()
  await other.remove()
})

/** Both ways to encryption. */
const ways = (server: Dovecot, given: string | null): ImapServer[] => [
  { host: '127.0.0.1', port: server.tlsPort, security: 'tls', user: 'reader', pin: given },
  { host: '127.0.0.1', port: server.port, security: 'starttls', user: 'reader', pin: given },
]

test('the pinned certificate is trusted, encrypted, whatever others think of it', async () => {
  for (const server of ways(dovecot, pin)) {
    const client = await openImap(server, 'secret')
    expect(client.tls, server.security).toMatchObject({ authorized: false })
    expect(client.secureConnection).toBe(true)
    await client.logout()
  }
})

test('any other certificate is refused, in words of its own, before the password', async () => {
  for (const server of ways(other, pin)) {
    await expect(openImap(server, 'secret'), server.security).rejects.toMatchObject({
      code: 'certificate-changed',
      retry: 'after-user',
    })
  }
  expect(other.logins('reader')).toBe(0)
})

test('without a pin, or with it taken back, nobody is trusted', async () => {
  for (const server of [...ways(dovecot, null), ...ways(other, null)]) {
    await expect(openImap(server, 'secret')).rejects.toMatchObject({ code: 'certificate-untrusted' })
  }
})

test('one that everybody trusts needs no pin', async () => {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, other.certificate])
  try {
    for (const server of ways(other, pin)) {
      const client = await openImap(server, 'secret')
      expect(client.tls).toMatchObject({ authorized: true })
      await client.logout()
    }
  } finally {
    setDefaultCACertificates(before)
  }
})

const smtpWays = [
  ['tls', 'greeting'],
  ['starttls', 'starttls'],
] as const

test.each(smtpWays)('an outgoing server is judged alike: %s', async (security, from) => {
  // Made out to another host, too.
  const certificate = makeCertificate('mail.example')
  const server = await startFakeSmtp({ tls: { from, ...certificate } })
  onTestFinished(() => server.close())
  const where = { host: '127.0.0.1', port: server.port, security, user: 'reader' }
  await checkSmtp({ ...where, pin: new X509Certificate(certificate.cert).fingerprint256 }, 'secret')
  expect(server.heard.join()).toContain('AUTH PLAIN')
  server.heard.length = 0
  await expect(checkSmtp({ ...where, pin }, 'secret')).rejects.toMatchObject({ code: 'certificate-changed' })
  expect(server.heard.join()).not.toContain('AUTH')
  await expect(checkSmtp(where, 'secret')).rejects.toMatchObject({ code: 'certificate-untrusted' })
})

test('a server that offers no encryption gets no password, pinned or not', async () => {
  const server = await startFakeSmtp({ answer: (command) => (command === 'STARTTLS' ? '502 no' : undefined) })
  onTestFinished(() => server.close())
  const where = { host: '127.0.0.1', port: server.port, user: 'reader', pin }
  for (const security of ['tls', 'starttls'] as const) {
    await expect(checkSmtp({ ...where, security }, 'secret')).rejects.toMatchObject({
      code: 'encryption-required',
    })
  }
  expect(server.heard.join()).not.toContain('AUTH')
})
