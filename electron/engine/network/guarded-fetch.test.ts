import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { inspect } from 'node:util'
import {
  brotliCompressSync,
  constants,
  createZstdCompress,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from './guarded-fetch.ts'

const strict = () => ({ allowHttp: false, proxy: null })
const LIMITS: FetchLimits = { maxBytes: 100_000, deadlineMs: 10_000 }

let server: Server
let fetchPicture: GuardedFetch
let requests: IncomingMessage[]
let port: number

/** A server of this test's own standing for every host, as in the demo. */
async function serve(listener: RequestListener): Promise<void> {
  requests = []
  server = createServer({ keepAliveTimeout: 1_000 }, (request, response) => {
    requests.push(request)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  port = address.port
  fetchPicture = createGuardedFetch({ resolve: () => ({ address: '127.0.0.1', port }) }, strict)
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'nothing went wrong'
  } catch (error) {
    return error instanceof MailError ? error.code : String(error)
  }
}

afterEach(async () => {
  await fetchPicture.close()
  server.closeAllConnections()
  server.close()
})

test('the request tells the server nothing about the reader', async () => {
  await serve((_request, response) => {
    response.setHeader('set-cookie', 'id=reader; Path=/; Max-Age=99999999')
    response.setHeader('etag', '"reader"')
    response.setHeader('last-modified', 'Mon, 01 Jan 2024 00:00:00 GMT')
    response.setHeader('content-type', 'image/png')
    response.end('picture')
  })
  for (const path of ['/a.png?size=2', '/a.png?size=2', '/b.png']) {
    const { bytes, contentType } = await fetchPicture(`https://pictures.example${path}#part`, LIMITS)
    expect(Buffer.from(bytes).toString()).toBe('picture')
    expect(contentType).toBe('image/png')
  }
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /a.png?size=2',
    'GET /a.png?size=2',
    'GET /b.png',
  ])
  for (const { headers } of requests) {
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
    expect(headers.host).toBe('pictures.example')
    expect(headers['user-agent']).not.toMatch(/node|undici|electron|curtain/i)
  }
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('a body in %s arrives as it was', async (encoding, compress) => {
  await serve((_request, response) => {
    response.setHeader('content-encoding', encoding)
    response.end(compress(Buffer.from('picture')))
  })
  const { bytes } = await fetchPicture('https://pictures.example/a.png', LIMITS)
  expect(Buffer.from(bytes).toString()).toBe('picture')
})

test('a redirect is followed by hand, each address judged again, and nothing is carried along', async () => {
  await serve((request, response) => {
    response.setHeader('set-cookie', 'id=reader; Domain=example; Path=/')
    if (request.url === '/1') response.writeHead(302, { location: 'https://cdn.example/2?x' }).end()
    else if (request.url === '/2?x') response.writeHead(307, { location: '3' }).end()
    else response.end('picture')
  })
  await fetchPicture('https://pictures.example/1', LIMITS)
  expect(requests.map(({ headers, url }) => `${headers.host}${url}`)).toEqual([
    'pictures.example/1',
    'cdn.example/2?x',
    'cdn.example/3',
  ])
  for (const { headers } of requests) {
    expect(Object.keys(headers).sort()).toEqual([
      ...['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
    ])
  }
})

test.each([
  ['to the LAN', 'http://192.168.1.1/setup'],
  ['to this machine', 'http://localhost.:80@127.0.0.1/'],
  ['to this machine, in hexadecimal', 'https://0x7f000001/'],
  ['to the cloud metadata', 'http://[::ffff:169.254.169.254]/latest/meta-data'],
  ['to a file', 'file:///etc/passwd'],
  ['to inline data', 'data:image/png;base64,AAAA'],
  ['to another protocol', 'ftp://pictures.example/a.png'],
  ['to a mail server', 'http://pictures.example:25/'],
  ['with a password', 'https://reader:token@pictures.example/'],
  ['to a tracker', 'https://tracker.example/open.gif'],
  ['to a tracker with a dot at the end of its name', 'https://tracker.example./open.gif'],
])('a redirect %s is refused after one request', async (_name, location) => {
  await serve((_request, response) => {
    response.writeHead(302, { location }).end()
  })
  const refuse = (url: string) => new URL(url).hostname === 'tracker.example'
  expect(await codeOf(fetchPicture('https://pictures.example/', { ...LIMITS, refuse }))).toBe(
    'picture-refused',
  )
  expect(requests).toHaveLength(1)
})

test('a chain of redirects ends at the fifth, a circle at once', async () => {
  await serve((request, response) => {
    const step = Number(new URL(request.url ?? '', 'http://x').searchParams.get('step'))
    const circle = request.url?.startsWith('/circle')
    response.writeHead(301, { location: circle ? '/circle' : `/?step=${step + 1}` }).end()
  })
  expect(await codeOf(fetchPicture('https://pictures.example/?step=0', LIMITS))).toBe('picture-unavailable')
  expect(requests).toHaveLength(6)
  expect(await codeOf(fetchPicture('https://pictures.example/circle', LIMITS))).toBe('picture-unavailable')
  expect(requests).toHaveLength(7)
})

test.each<[string, string, RequestListener]>([
  ['404', 'picture-unavailable', (_request, response) => response.writeHead(404).end('no')],
  ['500', 'picture-unavailable', (_request, response) => response.writeHead(500).end('no')],
  ['204', 'picture-unavailable', (_request, response) => response.writeHead(204).end()],
  ['304 to no condition', 'picture-unavailable', (_request, response) => response.writeHead(304).end()],
  [
    '401',
    'picture-unavailable',
    (_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
  ],
  ['redirect to nowhere', 'picture-unavailable', (_request, response) => response.writeHead(302).end()],
  [
    'redirect to nonsense',
    'picture-unavailable',
    (_request, response) => response.writeHead(302, { location: 'http://[' }).end(),
  ],
  ['connection cut', 'picture-unavailable', (request) => request.socket.destroy()],
  ['garbage for HTTP', 'picture-unavailable', (request) => request.socket.end('+OK POP3 ready\r\n')],
  [
    'shorter than declared',
    'picture-unavailable',
    (request) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nshort'),
  ],
  [
    'endless headers',
    'picture-unavailable',
    (request) => {
      request.socket.on('error', () => {})
      const more = () => {
        while (request.socket.writable && request.socket.write(`x-${'y'.repeat(1_000)}: 1\r\n`));
        request.socket.once('drain', more)
      }
      request.socket.write('HTTP/1.1 200 OK\r\n')
      more()
    },
  ],
  [
    'not gzip',
    'picture-unavailable',
    (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
  ],
  [
    'an unknown encoding',
    'picture-unavailable',
    (_request, response) => response.writeHead(200, { 'content-encoding': 'x-own' }).end('plain'),
  ],
  [
    'encodings in layers',
    'picture-unavailable',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('picture'))),
  ],
  [
    'gzip bomb',
    'picture-refused',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
  ],
  [
    'brotli bomb',
    'picture-refused',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(Buffer.alloc(50_000_000))),
  ],
  [
    'deflate bomb',
    'picture-refused',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync(Buffer.alloc(50_000_000))),
  ],
  [
    'zstd bomb',
    'picture-refused',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'zstd' }).end(zstdCompressSync(Buffer.alloc(8_000_000))),
  ],
  [
    'zstd that wants 128 MB of memory to be read with',
    'picture-unavailable',
    (_request, response) => {
      const compress = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 27 } })
      compress.pipe(response.writeHead(200, { 'content-encoding': 'zstd' }))
      compress.end('picture')
    },
  ],
  [
    'longer than declared in a lie',
    'nothing went wrong',
    (request) => request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n${'x'.repeat(500_000)}`),
  ],
  [
    'body without end',
    'picture-refused',
    (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        response.once('drain', more)
      }
      more()
    },
  ],
])('hostile server: %s is %s', async (_name, code, listener) => {
  await serve(listener)
  expect(await codeOf(fetchPicture('https://pictures.example/a.png', LIMITS))).toBe(code)
  expect(requests).toHaveLength(1)
})

test.each<[string, RequestListener]>([
  ['never answers', () => {}],
  ['stops in the middle', (_request, response) => response.write('half')],
  [
    'drips',
    (_request, response) => {
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    },
  ],
  [
    'says "early hints" for ever',
    (request) => {
      const drip = setInterval(() => request.socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20)
      request.socket.on('close', () => clearInterval(drip)).on('error', () => {})
    },
  ],
])('one deadline ends a server that %s', async (_name, listener) => {
  await serve(listener)
  expect(await codeOf(fetchPicture('https://pictures.example/a.png', { ...LIMITS, deadlineMs: 300 }))).toBe(
    'timed-out',
  )
})

test('closing ends what is under way; what waits was never begun', async () => {
  await serve(() => requests.length === 6 && void fetchPicture.close())
  const begun: number[] = []
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) =>
      fetchPicture(`https://pictures.example/${n}`, { ...LIMITS, begin: () => begun.push(n) }),
    ),
  )
  const reasons = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)
  const interrupted = expect.objectContaining({ failure: 'interrupted' })
  const cancelled = expect.objectContaining({ code: 'cancelled' })
  expect(reasons).toEqual([...Array(6).fill(interrupted), cancelled, cancelled])
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  expect(requests).toHaveLength(6)
})

test('what may not begin asks nobody, and begins once, however far it is sent', async () => {
  await serve((request, response) => {
    if (request.url === '/1') response.writeHead(302, { location: 'https://cdn.example/2' }).end()
    else response.end('picture')
  })
  const failing = () => {
    throw new MailError('disk-full')
  }
  expect(await codeOf(fetchPicture('https://pictures.example/1', { ...LIMITS, begin: failing }))).toBe(
    'disk-full',
  )
  expect(requests).toHaveLength(0)
  const seen: number[] = []
  await fetchPicture('https://pictures.example/1', { ...LIMITS, begin: () => seen.push(requests.length) })
  expect(seen).toEqual([0])
})

test('no failure carries a word of what was asked for', async () => {
  await serve((request, response) => {
    if (request.url === '/secret-cut') request.socket.destroy()
    else if (request.url === '/secret-garbage') request.socket.end('secret garbage')
    else response.writeHead(302, { location: 'http://[secret' }).end()
  })
  const failing = createGuardedFetch(
    { lookUp: (host, _options, callback) => callback(new Error(`getaddrinfo ENOTFOUND ${host}`), []) },
    strict,
  )
  const attempts = [
    ...['cut', 'garbage', 'redirect'].map((path) => fetchPicture(`https://a.example/secret-${path}`, LIMITS)),
    ...['https://secret.example/', 'https://secret.local/', 'secret:', 'https://127.0.0.1/secret'].map(
      (url) => failing(url, LIMITS),
    ),
  ]
  for (const result of await Promise.allSettled(attempts)) {
    if (result.status === 'fulfilled') throw new Error('it came')
    expect(inspect(result.reason, { depth: null, showHidden: true })).not.toMatch(/secret/i)
  }
  await failing.close()
})

test.each([
  ['asked directly', (n: number) => `https://pictures.example/${n}`],
  ['with and without a dot at its end', (n: number) => `https://pictures.example${n % 2 ? '.' : ''}/${n}`],
  ['at several ports', (n: number) => `https://pictures.example:${8_000 + (n % 3)}/${n}`],
  ['where other hosts send us', (n: number) => `https://other${n}.example/${n}`],
])('a host gets at most six requests at a time, %s', async (_how, addressOf) => {
  const held: ServerResponse[] = []
  let most = 0
  let quiet: NodeJS.Timeout | undefined
  // Answers when nobody comes any more until it does.
  const answerAll = () => {
    most = Math.max(most, held.length)
    for (const response of held.splice(0)) response.end('picture')
  }
  await serve((request, response) => {
    if (request.headers.host?.startsWith('other')) {
      return response.writeHead(302, { location: `https://pictures.example${request.url}` }).end()
    }
    held.push(response)
    clearTimeout(quiet)
    quiet = setTimeout(answerAll, 50)
  })
  await Promise.all(Array.from({ length: 20 }, (_, n) => fetchPicture(addressOf(n), LIMITS)))
  expect(most).toBe(6)
})

test('without the demo’s resolver, a server on this machine is not reached by any name or number', async () => {
  await serve((_request, response) => response.end('picture'))
  const real = createGuardedFetch({}, () => ({ allowHttp: true, proxy: null }))
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0',
    '2130706433',
    '0.0.0.0',
  ]) {
    expect(await codeOf(real(`http://${host}:${port}/`, LIMITS))).toBe('picture-refused')
  }
  await real.close()
  expect(requests).toHaveLength(0)
})

test('the demo’s resolver leads to this machine only', async () => {
  await serve((_request, response) => response.end('picture'))
  const elsewhere = createGuardedFetch({ resolve: () => ({ address: '93.184.215.14', port: 80 }) }, strict)
  expect(await codeOf(elsewhere('https://pictures.example/', LIMITS))).toBe('picture-refused')
  await elsewhere.close()
})
