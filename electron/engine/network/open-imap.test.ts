import { createServer, type Server, type Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type ImapServer, openImap, speak } from './open-imap.ts'

let dovecot: Dovecot
let plain: Dovecot
const users = { reader: 'secret' }

beforeAll(async () => {
  dovecot = await startDovecot({ users })
  plain = await startDovecot({ users, encryption: false })
})
afterAll(async () => {
  await dovecot.remove()
  await plain.remove()
})

function server(over: Partial<ImapServer> = {}): ImapServer {
  return { host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'reader', ...over }
}

async function trusting<T>(act: () => Promise<T>): Promise<T> {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, dovecot.certificate])
  try {
    return await act()
  } finally {
    setDefaultCACertificates(before)
  }
}

/** A server that does to each connection what `act` says, over a real socket. */
async function misbehave<T>(act: (socket: Socket) => void, run: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>()
  const fake: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    act(socket)
  })
  await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve))
  const address = fake.address()
  try {
    return await run(typeof address === 'object' && address !== null ? address.port : 0)
  } finally {
    for (const socket of sockets) socket.destroy()
    fake.close()
  }
}

const inTime = { deadlines: { openMs: 300, silenceMs: 300 } }

test('logs in without encryption on loopback', async () => {
  const client = await openImap(server(), 'secret')
  expect(client.authenticated).toBeTruthy()
  await client.logout()
})

test('encryption is not optional for a server elsewhere', async () => {
  for (const host of ['mail.example.org', '10.0.0.1', '127.evil.example', '128.0.0.1', '::2', '0.0.0.0']) {
    await expect(openImap(server({ host }), 'secret')).rejects.toMatchObject({ code: 'encryption-required' })
  }
})

test('a wrong password is the user’s to change', async () => {
  await expect(openImap(server(), 'wrong')).rejects.toMatchObject({
    code: 'wrong-password',
    retry: 'after-user',
  })
})

test('nobody listens', async () => {
  await expect(openImap(server({ port: 1 }), 'secret')).rejects.toMatchObject({ code: 'connection-refused' })
})

test('a host that does not exist', async () => {
  const host = 'no-such-host.invalid'
  await expect(openImap(server({ host, security: 'tls' }), 'secret')).rejects.toMatchObject({
    code: 'host-not-found',
  })
})

test('a certificate nobody signed is not trusted, neither by TLS nor by STARTTLS', async () => {
  const tls = server({ security: 'tls', port: dovecot.tlsPort })
  await expect(openImap(tls, 'secret')).rejects.toMatchObject({ code: 'certificate-untrusted' })
  const starttls = server({ security: 'starttls' })
  await expect(openImap(starttls, 'secret')).rejects.toMatchObject({ code: 'certificate-untrusted' })
})

test('with a trusted certificate TLS and STARTTLS log in, encrypted', async () => {
  await trusting(async () => {
    for (const over of [
      { security: 'tls', port: dovecot.tlsPort, host: 'localhost' },
      { security: 'starttls', host: 'localhost' },
    ] as const) {
      const client = await openImap(server(over), 'secret')
      expect(client.tls).toMatchObject({ authorized: true })
      await client.logout()
    }
  })
})

test('a server that does not offer STARTTLS gets no password', async () => {
  let heard = ''
  const greeting = '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n'
  await misbehave(
    (socket) => {
      socket.write(greeting)
      socket.on('data', (data) => {
        heard += data
        const tag = String(data).split(' ')[0]
        socket.write(`* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n${tag} OK done\r\n`)
      })
    },
    async (port) => {
      await expect(openImap(server({ port, security: 'starttls' }), 'secret')).rejects.toMatchObject({
        code: 'encryption-required',
      })
    },
  )
  expect(heard).not.toMatch(/LOGIN|AUTHENTICATE|secret|c2VjcmV0/)
  const offered = server({ port: plain.port, security: 'starttls' })
  await expect(openImap(offered, 'secret')).rejects.toMatchObject({ code: 'encryption-required' })
})

test('a port that speaks no TLS', async () => {
  await expect(openImap(server({ security: 'tls' }), 'secret')).rejects.toMatchObject({
    code: 'encryption-required',
  })
})

test('a server that never greets runs into the deadline', async () => {
  await misbehave(
    () => {},
    async (port) => {
      await expect(openImap(server({ port }), 'secret', inTime)).rejects.toMatchObject({ code: 'timed-out' })
    },
  )
})

test('a server that talks for ever without letting us in runs into the same deadline', async () => {
  await misbehave(
    (socket) => {
      socket.write('* OK ready\r\n')
      const talk = setInterval(() => socket.write('* OK still here\r\n'), 20)
      socket.on('close', () => clearInterval(talk))
    },
    async (port) => {
      await expect(openImap(server({ port }), 'secret', inTime)).rejects.toMatchObject({ code: 'timed-out' })
    },
  )
})

test('a server that hangs up, or talks garbage, is said to', async () => {
  await misbehave(
    (socket) => socket.end(),
    async (port) => {
      await expect(openImap(server({ port }), 'secret', inTime)).rejects.toMatchObject({
        code: 'connection-lost',
      })
    },
  )
  await misbehave(
    (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    async (port) => {
      const failure = await openImap(server({ port }), 'secret', inTime).catch((error) => error)
      expect(['timed-out', 'server-misbehaved']).toContain(failure.code)
    },
  )
})

test('a call on a lost connection fails with what took it away', async () => {
  const client = await openImap(server(), 'secret')
  client.close()
  await expect(speak(client, (open) => open.mailboxOpen('INBOX'))).rejects.toMatchObject({
    code: 'connection-lost',
  })
})

test('whoever does not want to wait any more stops the attempt', async () => {
  const stopping = new AbortController()
  await misbehave(
    () => stopping.abort(),
    async (port) => {
      const attempt = openImap(server({ port }), 'secret', { signal: stopping.signal })
      await expect(attempt).rejects.toMatchObject({ code: 'cancelled' })
    },
  )
})
