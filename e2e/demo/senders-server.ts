/**
 * One web server that stands for every host of every sender. It draws the pictures they would serve, answers
 * trackers with a pixel, and counts what reached it. Under its own address it shows the counter.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { classifyRequest, type Seen } from './classify-request.ts'
import { counterPage } from './counter-page.ts'
import { drawPicture } from './pictures/draw-picture.ts'

export interface Counts {
  opens: number
  pictures: number
  /** By host name, in the order in which they were first asked. */
  hosts: Map<string, Record<Seen, number>>
}

export interface SendersServer {
  port: number
  /** The counter's address. */
  page: string
  counts: Readonly<Counts>
  close(): void
}

/** The transparent GIF of one pixel that trackers answer with. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** @param onChange is called after every request of a sender's address. */
export async function startSendersServer(
  language: 'en' | 'ar',
  onChange: (counts: Counts) => void = () => {},
): Promise<SendersServer> {
  const counts: Counts = { opens: 0, pictures: 0, hosts: new Map() }
  const watching = new Set<ServerResponse>()
  const drawn = new Map<string, Buffer>()

  function count(host: string, seen: Seen): void {
    const ofHost = counts.hosts.get(host) ?? { open: 0, picture: 0 }
    counts.hosts.set(host, ofHost)
    ofHost[seen] += 1
    if (seen === 'open') counts.opens += 1
    else counts.pictures += 1
    onChange(counts)
    for (const page of watching) page.write(`data: ${counts.opens}\n\n`)
  }

  function answerSender(url: URL, response: ServerResponse): void {
    const seen = classifyRequest(url)
    count(url.hostname, seen)
    if (seen === 'open') {
      response.setHeader('content-type', 'image/gif')
      response.end(PIXEL)
      return
    }
    const picture = drawn.get(url.href) ?? drawPicture(url)
    drawn.set(url.href, picture)
    response.setHeader('content-type', 'image/png')
    response.end(picture)
  }

  function answerItself(path: string, response: ServerResponse): void {
    if (path === '/changes') {
      response.setHeader('content-type', 'text/event-stream')
      response.write(': watching\n\n')
      watching.add(response)
      response.on('close', () => watching.delete(response))
    } else if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(counterPage(counts, language))
    } else {
      response.statusCode = 404
      response.end()
    }
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const host = request.headers.host ?? ''
    const path = request.url ?? '/'
    const url = URL.parse(`https://${host}${path}`)
    if (host === own) answerItself(path, response)
    else if (url !== null) answerSender(url, response)
    else {
      count(host, 'open')
      response.statusCode = 400
      response.end()
    }
  }

  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const own = `127.0.0.1:${port}`
  return {
    port,
    page: `http://${own}/`,
    counts,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
