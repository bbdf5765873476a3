/** Pictures through real proxies on loopback, to real servers with and without TLS. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { makeCertificate } from '../testing/make-certificate.ts'
import { type ProxyOptions, startConnectProxy, startSocksProxy, type TestProxy } from '../testing/proxies.ts'
import type { NetworkOptions } from './guarded-connect.ts'
import { createGuardedFetch, type DoorSettings } from './guarded-fetch.ts'
import { openTunnel, type ProxyWay } from './open-tunnel.ts'
import { PictureError } from './picture-error.ts'

const LIMITS = { maxBytes: 100_000, deadlineMs: 10_000 }
const trusted = makeCertificate('pictures.example')
const certificates = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...certificates, trusted.cert]))
afterAll(() => setDefaultCACertificates(certificates))

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A web server at both of its ports. */
async function startWeb(certificate = trusted) {
  const requests: IncomingMessage[] = []
  const answer = (request: IncomingMessage) => void requests.push(request)
  const plain = createServer((request, response) => {
    answer(request)
    response.end('in clear')
  })
  const secure = createTlsServer(certificate, (request, response) => {
    answer(request)
    if (request.url === '/away') response.writeHead(302, { location: 'http://192.168.1.1/' }).end()
    else response.end('encrypted')
  })
  const ports = { 80: await listen(plain), 443: await listen(secure) }
  return {
    requests,
    portFor: (host: string, port: number) =>
      host === 'pictures.example' && (port === 80 || port === 443) ? ports[port] : null,
  }
}

function openDoor(settings: DoorSettings | (() => DoorSettings), options: NetworkOptions = {}) {
  const lookedUp: string[] = []
  const door = createGuardedFetch(
    {
      lookUp(host, _options, callback) {
        lookedUp.push(host)
        callback(Object.assign(new Error(), { code: 'ENOTFOUND' }), [])
      },
      ...options,
    },
    typeof settings === 'function' ? settings : () => settings,
  )
  onTestFinished(() => door.close())
  return { door, lookedUp }
}

async function outcome(attempt: Promise<{ bytes: Uint8Array }>): Promise<string> {
  try {
    return Buffer.from((await attempt).bytes).toString()
  } catch (error) {
    if (error instanceof PictureError) return error.failure
    return error instanceof MailError ? error.code : String(error)
  }
}

type StartProxy = (options: ProxyOptions) => Promise<TestProxy>

const kinds: ['socks5' | 'http', StartProxy, string][] = [
  ['socks5', startSocksProxy, 'name '],
  ['http', startConnectProxy, ''],
]

describe.each(kinds)('through a %s proxy', (kind, start, named) => {
  const startProxy: StartProxy = async (options) => {
    const proxy = await start(options)
    onTestFinished(() => proxy.close())
    return proxy
  }
  const through = (port: number, over: Partial<ProxyWay> = {}): DoorSettings => ({
    allowHttp: false,
    proxy: { kind, host: '127.0.0.1', port, ...over },
  })

  test('the proxy gets the name and looks it up; TLS is with the server, not with the proxy', async () => {
    const web = await startWeb()
    const proxy = await startProxy(web)
    const { door, lookedUp } = openDoor(through(proxy.port))
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('encrypted')
    expect(proxy.asked).toEqual([`${named}pictures.example:443`])
    expect(lookedUp).toEqual([])
    const [request] = web.requests
    expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual([
      ...['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
    ])
  })

  test('a certificate that nobody vouches for, or for another name, is refused end to end', async () => {
    for (const certificate of [makeCertificate('pictures.example'), trusted]) {
      const web = await startWeb(certificate)
      const proxy = await startProxy({ portFor: (_host, port) => web.portFor('pictures.example', port) })
      const { door } = openDoor(through(proxy.port))
      const host = certificate === trusted ? 'other.example' : 'pictures.example'
      expect(await outcome(door(`https://${host}/a.png`, LIMITS))).toBe('untrusted-certificate')
      expect(web.requests).toEqual([])
    }
  })

  test('a proxy that is down means no picture: nobody is asked directly', async () => {
    const web = await startWeb()
    const gone = createTcpServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    const settings = { ...through(port), allowHttp: true }
    const { door, lookedUp } = openDoor(settings, { isPublic: () => true })
    for (const url of ['https://pictures.example/a.png', 'http://pictures.example/a.png']) {
      expect(await outcome(door(url, LIMITS))).toBe('proxy')
    }
    expect(lookedUp).toEqual([])
    expect(web.requests).toEqual([])
  })

  test.each<[string, string]>([
    ['hangs up', ''],
    ['talks nonsense', '+OK POP3 ready\r\n'],
    ['refuses', kind === 'http' ? 'HTTP/1.1 403 Forbidden\r\n\r\n' : '\x05\x07'],
    ['answers like another protocol', kind === 'http' ? '\x05\x00' : 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('a proxy that %s means no picture', async (_name, reply) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(reply, 'latin1'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { door, lookedUp } = openDoor(through((server.address() as AddressInfo).port))
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('proxy')
    expect(lookedUp).toEqual([])
  })

  test('a host that the proxy can’t reach is that host’s failure', async () => {
    const proxy = await startProxy({ portFor: () => null })
    const { door } = openDoor(through(proxy.port))
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('unreachable')
  })

  test('user and password open it; wrong ones, none, and a keychain that does not open are told apart', async () => {
    const web = await startWeb()
    const proxy = await startProxy({ ...web, user: 'reader', password: 'p:ä' })
    const right = openDoor(through(proxy.port, { user: 'reader', password: async () => 'p:ä' }))
    expect(await outcome(right.door('https://pictures.example/a.png', LIMITS))).toBe('encrypted')
    const locked = () => Promise.reject(new MailError('keychain-unavailable'))
    for (const over of [
      { user: 'reader', password: async () => 'wrong' },
      { user: 'reader', password: async () => null },
      { user: 'reader', password: locked },
      {},
    ]) {
      const { door, lookedUp } = openDoor({ ...through(proxy.port, over), allowHttp: true })
      expect(await outcome(door('http://pictures.example/a.png', LIMITS))).toBe('proxy-password')
      expect(lookedUp).toEqual([])
    }
    expect(web.requests).toHaveLength(1)
  })

  test('a password that was changed counts for the next connection', async () => {
    const web = await startWeb()
    const proxy = await startProxy({ ...web, user: 'reader', password: 'new' })
    let password = 'old'
    const { door } = openDoor(through(proxy.port, { user: 'reader', password: async () => password }))
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('proxy-password')
    password = 'new'
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('encrypted')
  })

  test('literal addresses and local names inside never reach the proxy, redirected ones neither', async () => {
    const web = await startWeb()
    const proxy = await startProxy(web)
    const { door } = openDoor({ ...through(proxy.port), allowHttp: true })
    for (const host of ['127.0.0.1', '[::1]', '10.1', 'localhost', 'localhost..', 'nas.local', 'router']) {
      expect(await outcome(door(`http://${host}/`, LIMITS))).toBe('refused-address')
    }
    expect(proxy.asked).toEqual([])
    expect(await outcome(door('https://pictures.example/away', LIMITS))).toBe('refused-address')
    expect(proxy.asked).toHaveLength(1)
  })

  test('plain http goes through the same tunnel, and only when it is allowed', async () => {
    const web = await startWeb()
    const proxy = await startProxy({
      portFor: (host, port) => (port === 443 ? null : web.portFor(host, port)),
    })
    const strict = openDoor(through(proxy.port))
    expect(await outcome(strict.door('http://pictures.example/a.png', LIMITS))).toBe('insecure')
    expect(web.requests).toEqual([])
    const lenient = openDoor({ ...through(proxy.port), allowHttp: true })
    expect(await outcome(lenient.door('http://pictures.example/a.png', LIMITS))).toBe('in clear')
    expect(await outcome(lenient.door('https://pictures.example/a.png', LIMITS))).toBe('unreachable')
    expect(proxy.asked.map((asked) => asked.split(':').at(-1))).toEqual(['443', '443', '80', '443'])
    expect(lenient.lookedUp).toEqual([])
  })

  test('a proxy that is set while sockets are open takes effect at once, and one that is taken away too', async () => {
    const web = await startWeb()
    const proxy = await startProxy(web)
    let settings: DoorSettings = { allowHttp: false, proxy: null }
    const resolved: string[] = []
    const { door } = openDoor(() => settings, {
      resolve: (host, port) => {
        resolved.push(host)
        return { address: '127.0.0.1', port: web.portFor(host, port === 443 ? 80 : port) ?? 1 }
      },
    })
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('in clear')
    settings = through(1)
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('proxy')
    expect(web.requests).toHaveLength(1)
    settings = { allowHttp: false, proxy: null }
    expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('in clear')
    expect(proxy.asked).toEqual([])
  })
})

test.each<[string, 'socks5' | 'http', string, string]>([
  ['knows the way and waits for the host', 'socks5', '\x05\x00', 'timed-out'],
  ['says nothing while it waits for the host', 'http', '', 'timed-out'],
  ['says nothing, not even how to log in,', 'socks5', '', 'proxy'],
])('a proxy that %s is given up as %s: %s', async (_name, kind, reply, failure) => {
  const silent = createTcpServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.write(reply, 'latin1'))
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as AddressInfo
  const opening = openTunnel({ kind, host: '127.0.0.1', port }, { host: 'pictures.example', port: 443 }, 200)
  await expect(opening).rejects.toMatchObject({ failure })
})

test.each(['never answered', 'in the middle of its body'])(
  'what is under way past a proxy that is set meanwhile ends at once: %s',
  async (how) => {
    const server = createServer((_request, response) => {
      if (how === 'in the middle of its body') response.write('half')
    })
    const port = await listen(server)
    let settings: DoorSettings = { allowHttp: false, proxy: null }
    const resolve = () => ({ address: '127.0.0.1', port })
    const { door } = openDoor(() => settings, { resolve })
    const underWay = outcome(door('https://pictures.example/a.png', LIMITS))
    await once(server, 'request')
    door.settingsChanged()
    settings = { allowHttp: false, proxy: { kind: 'http', host: '127.0.0.1', port: 1 } }
    door.settingsChanged()
    expect(await underWay).toBe('interrupted')
    expect(await outcome(door('https://pictures.example/b.png', LIMITS))).toBe('proxy')
  },
)

test('a setting that can’t be read any more ends what is under way', async () => {
  const server = createServer()
  const port = await listen(server)
  let settings = (): DoorSettings => ({ allowHttp: false, proxy: null })
  const { door } = openDoor(() => settings(), { resolve: () => ({ address: '127.0.0.1', port }) })
  const underWay = outcome(door('https://pictures.example/a.png', LIMITS))
  await once(server, 'request')
  settings = () => {
    throw new MailError('database-damaged')
  }
  door.settingsChanged()
  expect(await underWay).toBe('interrupted')
  expect(await outcome(door('https://pictures.example/a.png', LIMITS))).toBe('database-damaged')
})

describe('straight, with TLS of its own', () => {
  const direct = { lookUp: loopback, isPublic: () => true } satisfies NetworkOptions
  const settings = { allowHttp: true, proxy: null }

  function loopback(
    _host: string,
    _options: object,
    callback: (error: null, addresses: { address: string; family: number }[]) => void,
  ) {
    callback(null, [{ address: '127.0.0.1', family: 4 }])
  }

  test('a trusted certificate for the name passes; another one is refused before anything is asked', async () => {
    const web = await startWeb()
    const port = web.portFor('pictures.example', 443)
    const { door } = openDoor(settings, direct)
    expect(await outcome(door(`https://pictures.example:${port}/`, LIMITS))).toBe('encrypted')
    expect(await outcome(door(`https://other.example:${port}/`, LIMITS))).toBe('untrusted-certificate')
    const forged = await startWeb(makeCertificate('pictures.example'))
    const forgedPort = forged.portFor('pictures.example', 443)
    expect(await outcome(door(`https://pictures.example:${forgedPort}/`, LIMITS))).toBe(
      'untrusted-certificate',
    )
    expect(forged.requests).toEqual([])
    expect(web.requests).toHaveLength(1)
  })

  test('the environment can’t turn verification off', async () => {
    const web = await startWeb(makeCertificate('pictures.example'))
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    onTestFinished(() => {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
    })
    const { door } = openDoor(settings, direct)
    const url = `https://pictures.example:${web.portFor('pictures.example', 443)}/`
    expect(await outcome(door(url, LIMITS))).toBe('untrusted-certificate')
  })
})
