/**
 * A way through the user's proxy. The name of the host goes to the proxy, which looks it up; this computer asks
 * no resolver about it. What the guard can't see then is which address the proxy finds: a name that leads into
 * the proxy's own network is the proxy's to refuse. Literal addresses and local names never get this far.
 *
 * HTTP proxies are asked to CONNECT for plain http too, so that the proxy can't add headers to the request. A
 * proxy that refuses that is a proxy that does not work; there is no other way than through it.
 */
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { SocksClient, SocksClientError } from 'socks'
import type { PictureProxy } from '../../../shared/models/privacy-settings.ts'
import { NotConnected } from './not-connected.ts'
import { PictureError } from './picture-error.ts'

export interface TunnelTarget {
  host: string
  port: number
}

/**
 * @throws NotConnected('unreachable') when the proxy could not reach the host; PictureError('proxy') when the
 *   proxy itself is down, refuses, does not let us in or talks nonsense.
 */
export async function openTunnel(
  proxy: PictureProxy,
  target: TunnelTarget,
  timeoutMs: number,
): Promise<Socket> {
  return proxy.kind === 'socks5'
    ? openThroughSocks(proxy, target, timeoutMs)
    : openThroughConnect(proxy, target, timeoutMs)
}

/** RFC 1928 replies that are about the host and not about the proxy, as `socks` names them. */
const HOST_FAILED =
  /rejected connection - (?:Failure|NetworkUnreachable|HostUnreachable|ConnectionRefused|TTLExpired)$/

async function openThroughSocks(proxy: PictureProxy, target: TunnelTarget, timeout: number): Promise<Socket> {
  try {
    const { socket } = await SocksClient.createConnection({
      proxy: { type: 5, host: proxy.host, port: proxy.port },
      command: 'connect',
      destination: target,
      timeout,
    })
    return socket
  } catch (error) {
    const hostFailed = error instanceof SocksClientError && HOST_FAILED.test(error.message)
    throw hostFailed ? new NotConnected('unreachable') : new PictureError('proxy')
  }
}

function openThroughConnect(proxy: PictureProxy, target: TunnelTarget, timeoutMs: number): Promise<Socket> {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  const path = `${host}:${target.port}`
  return new Promise((resolve, reject) => {
    const asking = request({
      ...{ host: proxy.host, port: proxy.port, method: 'CONNECT', path, agent: false },
      headers: { host: path },
      signal: AbortSignal.timeout(timeoutMs),
    })
    asking.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head)
        return resolve(socket)
      }
      socket.destroy()
      // 502, 503 and 504 are about the host; everything else, 403 and 407 among it, about the proxy.
      reject(
        statusCode >= 502 && statusCode <= 504 ? new NotConnected('unreachable') : new PictureError('proxy'),
      )
    })
    asking.on('response', () => asking.destroy())
    asking.on('error', () => reject(new PictureError('proxy')))
    asking.end()
  })
}
