/**
 * A way through the user's proxy. The name of the host goes to the proxy, which looks it up; this computer asks
 * no resolver about it. What the guard can't see then is which address the proxy finds: a name that leads into
 * the proxy's own network is the proxy's to refuse. Literal addresses and local names never get this far.
 *
 * HTTP proxies are asked to CONNECT for plain http too, so that the proxy can't add headers to the request. A
 * proxy that refuses that is a proxy that does not work; there is no other way than through it.
 */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { SocksClient, SocksClientError } from 'socks'
import type { PictureProxy } from '../../../shared/models/privacy-settings.ts'
import { NotConnected } from './not-connected.ts'
import { PictureError } from './picture-error.ts'

export interface TunnelTarget {
  host: string
  port: number
}

/** A proxy, and where the password of its `user` is kept. */
export interface ProxyWay extends PictureProxy {
  password?(): Promise<string | null>
}

interface ProxyLogin {
  user: string
  password: string
}

/**
 * @throws NotConnected 'unreachable' or 'timed-out' when the proxy could not reach the host; PictureError('proxy-password')
 *   when it does not let this user in, or nobody without a name; PictureError('proxy') when it is down, silent, refuses
 *   or talks nonsense.
 */
export async function openTunnel(proxy: ProxyWay, target: TunnelTarget, timeoutMs: number): Promise<Socket> {
  const login = await loginOf(proxy)
  const socket = connect(proxy.port, proxy.host)
  // Whoever waits for it is told; without a listener it would end the process.
  socket.on('error', () => {})
  let late = false
  const timer = setTimeout(() => {
    // A SOCKS proxy answers for itself first; after that, and with CONNECT, it is the host that is waited for.
    late = !socket.connecting && (proxy.kind === 'http' || socket.bytesRead > 0)
    socket.destroy(new PictureError('proxy'))
  }, timeoutMs)
  try {
    await once(socket, 'connect')
    if (proxy.kind === 'socks5') await openThroughSocks(socket, proxy, login, target)
    else await openThroughConnect(socket, login, target)
    return socket
  } catch (error) {
    socket.destroy()
    if (late) throw new NotConnected('timed-out')
    throw error instanceof PictureError ? error : new PictureError('proxy')
  } finally {
    clearTimeout(timer)
  }
}

async function loginOf({ user, password }: ProxyWay): Promise<ProxyLogin | null> {
  if (user === undefined) return null
  try {
    return { user, password: (await password?.()) ?? '' }
  } catch {
    // A keychain that does not open.
    throw new PictureError('proxy-password')
  }
}

/** RFC 1928 replies that are about the host and not about the proxy, as `socks` names them. */
const HOST_FAILED =
  /rejected connection - (?:Failure|NetworkUnreachable|HostUnreachable|ConnectionRefused|TTLExpired)$/

/** RFC 1928 and 1929: no way of logging in that both know, or a password that is not this user's. */
const LOGIN_FAILED = /no accepted authentication type|Authentication failed/

async function openThroughSocks(
  socket: Socket,
  { host, port }: PictureProxy,
  login: ProxyLogin | null,
  target: TunnelTarget,
): Promise<void> {
  try {
    await SocksClient.createConnection({
      proxy: { type: 5, host, port, ...(login && { userId: login.user, password: login.password }) },
      command: 'connect',
      destination: target,
      existing_socket: socket,
    })
  } catch (error) {
    const said = error instanceof SocksClientError ? error.message : ''
    if (HOST_FAILED.test(said)) throw new NotConnected('unreachable')
    throw new PictureError(LOGIN_FAILED.test(said) ? 'proxy-password' : 'proxy')
  }
}

function openThroughConnect(socket: Socket, login: ProxyLogin | null, target: TunnelTarget): Promise<void> {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  const path = `${host}:${target.port}`
  const credentials = login && Buffer.from(`${login.user}:${login.password}`).toString('base64')
  return new Promise((resolve, reject) => {
    const asking = request({
      ...{ method: 'CONNECT', path, createConnection: () => socket },
      headers: { host: path, ...(credentials && { 'proxy-authorization': `Basic ${credentials}` }) },
    })
    asking.on('connect', ({ statusCode = 0 }, _socket, head) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head)
        return resolve()
      }
      // 502, 503 and 504 are about the host; everything else, 403 among it, about the proxy.
      if (statusCode >= 502 && statusCode <= 504) reject(new NotConnected('unreachable'))
      else reject(new PictureError(statusCode === 407 ? 'proxy-password' : 'proxy'))
    })
    asking.on('response', () => asking.destroy())
    asking.on('error', () => reject(new PictureError('proxy')))
    asking.end()
  })
}
