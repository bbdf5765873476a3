import { X509Certificate } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { certificateSchema } from '../../../shared/models/certificate.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { makeCertificate } from '../testing/make-certificate.ts'
import { type CertificateQuestion, readCertificate } from './read-certificate.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { reader: 'secret' } })
})
afterAll(() => dovecot.remove())

const { signal } = new AbortController()
const at = (port: number, over: Partial<CertificateQuestion> = {}): CertificateQuestion => ({
  ...{ host: '127.0.0.1', port, security: 'tls', protocol: 'imap' },
  ...over,
})

async function listen(server: {
  listen(port: number, host: string, done: () => void): unknown
}): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

/** A server that does with each connection what `act` says. */
async function startServer(act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    act(socket)
  })
  await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

test('what a server shows, over TLS and STARTTLS alike', async () => {
  const shown = await readCertificate(at(dovecot.tlsPort), signal)
  const real = new X509Certificate(dovecot.certificate)
  expect(certificateSchema.parse(shown)).toEqual({
    subject: 'localhost',
    issuer: 'localhost',
    names: ['localhost', '127.0.0.1'],
    validFrom: Date.parse(real.validFrom),
    validUntil: Date.parse(real.validTo),
    fingerprint: real.fingerprint256,
    problem: 'self-signed',
  })
  expect(await readCertificate(at(dovecot.port, { security: 'starttls' }), signal)).toEqual(shown)
})

test('an outgoing server is asked in its own language', async () => {
  const { key, cert } = makeCertificate('smtp.example.org')
  const heard: string[] = []
  const port = await startServer((socket) => {
    socket.write('220-mail.example.org\r\n220 ready\r\n')
    socket.on('data', function onData(data) {
      heard.push(String(data))
      if (String(data).startsWith('EHLO')) socket.write('250-mail\r\n250 STARTTLS\r\n')
      if (!String(data).startsWith('STARTTLS')) return
      socket.off('data', onData)
      socket.write('220 go\r\n')
      new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) }).on(
        'error',
        () => {},
      )
    })
  })
  const shown = await readCertificate(at(port, { security: 'starttls', protocol: 'smtp' }), signal)
  expect(shown).toMatchObject({
    fingerprint: new X509Certificate(cert).fingerprint256,
    names: ['smtp.example.org'],
  })
  expect(heard).toEqual(['EHLO [127.0.0.1]\r\n', 'STARTTLS\r\n'])
})

test('texts in a certificate are a stranger’s: they can’t draw over the window', async () => {
  const { key, cert } = makeCertificate('a.example.org', `${'x'.repeat(60)}.example.org`)
  const server = createTlsServer({ key, cert })
  await listen(server)
  onTestFinished(() => void server.close())
  const address = server.address()
  const shown = await readCertificate(at(typeof address === 'object' && address ? address.port : 0), signal)
  expect(shown.names).toContain('a.example.org')
  expect(JSON.stringify(shown)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})

test('nothing is read of a server without encryption', async () => {
  await expect(readCertificate(at(1, { security: 'none' }), signal)).rejects.toMatchObject({
    code: 'encryption-required',
  })
  const refusing = await startServer((socket) => {
    socket.write('* OK ready\r\n')
    socket.on('data', () => socket.write('a BAD no\r\n'))
  })
  await expect(readCertificate(at(refusing, { security: 'starttls' }), signal)).rejects.toMatchObject({
    code: 'encryption-required',
  })
  await expect(readCertificate(at(dovecot.port), signal)).rejects.toMatchObject({
    code: 'encryption-required',
  })
})

test('a server that is gone, hangs up or talks for ever is said to', async () => {
  await expect(readCertificate(at(1), signal)).rejects.toMatchObject({ code: 'connection-refused' })
  const hangsUp = await startServer((socket) => socket.end())
  await expect(readCertificate(at(hangsUp), signal)).rejects.toMatchObject({ code: 'connection-lost' })
  await expect(readCertificate(at(hangsUp, { security: 'starttls' }), signal)).rejects.toMatchObject({
    code: 'connection-lost',
  })
  const talks = await startServer((socket) => socket.write('x'.repeat(100_000)))
  await expect(readCertificate(at(talks, { security: 'starttls' }), signal)).rejects.toMatchObject({
    code: 'server-misbehaved',
  })
})

test('whoever does not want to wait any more stops it', async () => {
  const stopping = new AbortController()
  const port = await startServer(() => stopping.abort())
  await expect(readCertificate(at(port), stopping.signal)).rejects.toMatchObject({ code: 'cancelled' })
})
