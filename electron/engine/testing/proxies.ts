/**
 * Small real proxies on loopback, SOCKS5 (RFC 1928, 1929) and HTTP CONNECT. They write down what they were asked
 * for, look names up in a table of their own, and connect there.
 */
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface ProxyOptions {
  /** The port on 127.0.0.1 that stands for this host, or null: it can't be reached. */
  portFor(host: string, port: number): number | null
  /** Asked for when given. */
  user?: string
  password?: string
}

export interface TestProxy {
  readonly port: number
  /** `host:port` as the client wrote them, with the kind of address for SOCKS: `name pictures.example:443`. */
  readonly asked: string[]
  close(): void
}

async function start(server: Server): Promise<Pick<TestProxy, 'port' | 'close'>> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Joins both ways once there is a connection. */
function join(client: Socket, port: number | null, answer: (connected: boolean) => void): void {
  if (port === null) {
    answer(false)
    return
  }
  const target = connect(port, '127.0.0.1')
  target.on('error', () => answer(false))
  target.once('connect', () => {
    answer(true)
    client.pipe(target).pipe(client)
  })
  client.on('close', () => target.destroy())
}

export async function startConnectProxy(options: ProxyOptions): Promise<TestProxy> {
  const asked: string[] = []
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(405).end()
  })
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '')
    const expected = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`
    if (options.user !== undefined && request.headers['proxy-authorization'] !== expected) {
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    }
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(request.url ?? '') ?? []
    join(client, options.portFor(host, Number(port)), (connected) => {
      if (connected) client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      else client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
  })
  return { ...(await start(server)), asked }
}

export async function startSocksProxy(options: ProxyOptions): Promise<TestProxy> {
  const asked: string[] = []
  const serveClient = async (client: Socket) => {
    const greeting = await next(client)
    const method = options.user === undefined ? 0 : 2
    if (!greeting.subarray(2, 2 + (greeting[1] ?? 0)).includes(method))
      return client.end(Buffer.from([5, 255]))
    client.write(Buffer.from([5, method]))
    if (method === 2) {
      const login = await next(client)
      const user = login.subarray(2, 2 + (login[1] ?? 0))
      const password = login.subarray(3 + user.length)
      const right = String(user) === options.user && String(password) === options.password
      client.write(Buffer.from([1, right ? 0 : 1]))
      if (!right) return client.end()
    }
    const request = await next(client)
    const named = request[3] === 3
    const host = named ? String(request.subarray(5, -2)) : [...request.subarray(4, -2)].join('.')
    const port = request.readUInt16BE(request.length - 2)
    asked.push(`${named ? 'name' : 'address'} ${host}:${port}`)
    join(client, options.portFor(host, port), (connected) => {
      client.write(Buffer.from([5, connected ? 0 : 4, 0, 1, 0, 0, 0, 0, 0, 0]))
      if (!connected) client.end()
    })
  }
  const server = createServer((client) => {
    serveClient(client).catch(() => client.destroy())
  })
  return { ...(await start(server)), asked }
}

/** One message of the client's, which fits into one packet on loopback. */
async function next(socket: Socket): Promise<Buffer> {
  const [data] = await once(socket, 'data')
  return data
}
