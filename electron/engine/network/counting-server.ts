import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'

/** Stands for every sender's server in the leak test: on this machine, and answering nothing. */
export interface CountingServer {
  port: number
  /** Speaks no protocol: any connection counts. */
  silentPort: number
  /** `host/path` of each request and `:port` of each silent connection, in order. */
  hits: readonly string[]
  close(): Promise<void>
}

/** A test that goes wrong is red after the first; nobody counts more. */
const MOST_HITS = 10_000

export async function startCountingServer(): Promise<CountingServer> {
  const hits: string[] = []
  const count = (hit: string): void => {
    if (hits.length < MOST_HITS) hits.push(hit)
  }
  const web = createHttpServer((request, response) => {
    count(`${request.headers.host ?? ''}${request.url ?? ''}`)
    response.writeHead(204, { connection: 'close' }).end()
  })
  const silent = createTcpServer((socket) => {
    count(`:${(silent.address() as AddressInfo).port}`)
    socket.on('error', () => {}).destroy()
  })
  const [port, silentPort] = await Promise.all([listen(web), listen(silent)])
  return {
    ...{ port, silentPort, hits },
    async close() {
      web.closeAllConnections()
      await Promise.all([web, silent].map((server) => new Promise((done) => server.close(done))))
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
