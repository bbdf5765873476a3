import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createSilentServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEAK_DOMAIN } from '../../renderer/features/leak-test/vectors/vector.ts'

/** One sign of life that a sender could have seen. */
export interface Hit {
  kind: 'dns' | 'http' | 'tcp'
  /** Name that was looked up, or the Host header without its port; empty for a bare connection. */
  host: string
  /** Of the request; empty for look-ups and connections. */
  path: string
}

/**
 * What senders and spies run, on loopback: a web server and a name server that write down all that reaches
 * them. The name server speaks DNS over HTTPS (RFC 8484), because that is the one resolver that can be given
 * to a single Chromium without touching the machine's own.
 */
export interface CountingServers {
  /** Of the web server: give addresses as `http://NAME.leak.test:PORT/…`. */
  port: number
  /** Every connection here is a hit. A preconnect to a literal address leaves no other trace. */
  silentPort: number
  hits: Hit[]
  /** TCP connections to either port, also those on which nothing was ever asked. */
  connections(): number
  /**
   * Contents for `Local State` in Chromium's profile folder, written before it starts. Chromium also needs
   * `--ignore-certificate-errors`, and must not get `--disable-background-networking`.
   */
  localState: string
  close(): Promise<void>
}

export async function startCountingServers(): Promise<CountingServers> {
  const hits: Hit[] = []
  let connections = 0

  const web = createServer((request, response) => {
    hits.push({ kind: 'http', host: hostOf(request), path: request.url ?? '' })
    answerTemptingly(request, response)
  })
  const silent = createSilentServer((socket) => {
    hits.push({ kind: 'tcp', host: '', path: '' })
    socket.destroy()
  })
  const names = createSecureServer(makeCertificate(), (request, response) => {
    void readQuestion(request).then((question) => {
      const name = readName(question)
      if (name !== null) hits.push({ kind: 'dns', host: name, path: '' })
      response.writeHead(200, { 'content-type': 'application/dns-message' })
      response.end(answerQuestion(question, name))
    })
  })
  for (const server of [web, silent]) server.on('connection', () => connections++)
  const [port, namesPort, silentPort] = await Promise.all([listen(web), listen(names), listen(silent)])

  return {
    port,
    silentPort,
    hits,
    connections: () => connections,
    localState: JSON.stringify({
      dns_over_https: { mode: 'secure', templates: `https://127.0.0.1:${namesPort}/dns-query{?dns}` },
    }),
    close: async () => {
      for (const server of [web, names]) server.closeAllConnections()
      await Promise.all([web, names, silent].map((server) => new Promise((done) => server.close(done))))
    },
  }
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
}

/** Answers so that whoever follows what it gets asks for more. */
function answerTemptingly(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const more = `http://${request.headers.host}${path}/more.png`
  const [mediaType, body] = path.endsWith('.css')
    ? ['text/css', `@import "${more}.css2"; * { background: url("${more}") }`]
    : path.endsWith('.js')
      ? ['text/javascript', `new Image().src = ${JSON.stringify(more)}`]
      : path.endsWith('.html')
        ? ['text/html', `<img src="${more}">`]
        : path.endsWith('.svg')
          ? ['image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg"><image href="${more}"/></svg>`]
          : ['image/gif', Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')]
  response.writeHead(200, {
    'content-type': mediaType,
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  })
  response.end(body)
}

async function readQuestion(request: IncomingMessage): Promise<Buffer> {
  const fromAddress = new URL(request.url ?? '/', 'https://127.0.0.1').searchParams.get('dns')
  if (fromAddress !== null) return Buffer.from(fromAddress, 'base64url')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The name asked for. Chromium asks for HTTPS records of `_PORT._http.NAME` too: that is a look-up of NAME. */
function readName(question: Buffer): string | null {
  const labels: string[] = []
  for (let at = 12; ; ) {
    const length = question[at]
    if (length === undefined) return null
    if (length === 0) return labels.filter((label) => !label.startsWith('_')).join('.')
    labels.push(question.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += length + 1
  }
}

/** 127.0.0.1 for every A question about a name of ours, no record for other types, NXDOMAIN for other names. */
function answerQuestion(question: Buffer, name: string | null): Buffer {
  const end = question.indexOf(0, 12) + 5
  const ours = name?.endsWith(`.${LEAK_DOMAIN}`) === true
  const address = ours && question.readUInt16BE(end - 4) === 1
  const reply = Buffer.from(question.subarray(0, end))
  reply.writeUInt16BE(ours ? 0x8180 : 0x8183, 2)
  reply.writeUInt16BE(address ? 1 : 0, 6)
  reply.writeUInt32BE(0, 8)
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]
  return address ? Buffer.concat([reply, Buffer.from(record)]) : reply
}

/** Made anew each time, so that no key lies about in the project. */
function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'curtain-certificate-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`.split(
        ' ',
      ),
      { stdio: 'ignore' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}
