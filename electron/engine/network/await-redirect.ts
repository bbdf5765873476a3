/**
 * A web server on this computer that waits for one visit: the user's browser, sent back by a provider after signing
 * in (RFC 8252, 7.3). It listens on 127.0.0.1 only, on a port nobody can know before, and says nothing but that the
 * window may be closed.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MailError } from '../../../shared/errors.ts'

export interface AwaitedRedirect {
  port: number
  /** What the provider answered, as the parameters of the address. @throws what `give up` was called with. */
  answer: Promise<URLSearchParams>
  /** Ends the waiting, and the server. */
  giveUp(error: MailError): void
}

/** Plain, in both languages: the engine does not know which one the user reads. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Curtain</title>
<body style="font: 1.2em system-ui; margin: 3em; text-align: center">
<p>You can close this window and go back to Curtain.</p>
<p dir="rtl" lang="ar">يمكنك إغلاق هذه النافذة والعودة إلى Curtain.</p>`

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/**
 * @param isAnswer whether the visit is the one that is waited for: any page in the browser can make it call here.
 */
export async function awaitRedirect(
  isAnswer: (parameters: URLSearchParams) => boolean,
): Promise<AwaitedRedirect> {
  const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>()
  promise.catch(() => {})
  const server = createServer({ maxHeaderSize: 32 * 1024 }, (request, response) => {
    const url = URL.parse(request.url ?? '', 'http://127.0.0.1')
    if (request.method !== 'GET' || url?.pathname !== '/' || !isAnswer(url.searchParams)) {
      response.writeHead(404, { connection: 'close' }).end()
      return
    }
    response.writeHead(200, { ...HEADERS, connection: 'close' }).end(PAGE, () => end())
    resolve(url.searchParams)
  })
  function end(): void {
    server.close()
    server.closeIdleConnections()
  }
  await new Promise<void>((listening, failed) => {
    server.once('error', (error) => failed(new MailError('internal', { cause: error })))
    server.listen(0, '127.0.0.1', listening)
  })
  // It keeps no program running that wants to end.
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    answer: promise,
    giveUp(error) {
      reject(error)
      server.close()
      server.closeAllConnections()
    },
  }
}
