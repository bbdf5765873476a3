/**
 * How a socket for a picture is opened: straight to an address that was checked, or through the user's proxy,
 * never the one in place of the other. The resolver's answer is checked and that very answer is connected to:
 * there is no second look-up in which a hostile name server could give another address (DNS rebinding).
 */
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { type LookupFunction, Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { buildConnector } from 'undici'
import { guardHost, isLiteralAddress, isLoopback, isPublicAddress } from './address-guard.ts'
import { NotConnected, toNotConnected } from './not-connected.ts'
import { openTunnel, type ProxyWay } from './open-tunnel.ts'
import { PictureError } from './picture-error.ts'

type LookUp = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface NetworkOptions {
  /**
   * Demo and tests only: connections to `host` go to this loopback address, in plain HTTP whatever the scheme,
   * with the original Host header. Literal addresses are never asked about; the guard judges them.
   */
  resolve?: (host: string, port: number) => { address: string; port: number } | undefined
  /** Tests only: what to ask instead of the system's resolver, and which of its answers count as public. */
  lookUp?: LookUp
  isPublic?: (address: string) => boolean
}

/** Slow TLS over a bad line takes 2 to 3 seconds; a filtered port never answers. */
const CONNECT_MS = 6_000

/** A resolver all of whose answers are checked. */
function checkedLookUp(lookUp: LookUp, isPublic: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0]
      if (error || first === undefined) return callback(error ?? new NotConnected('no-such-host'), '')
      // One private address among public ones is a trap, not a mistake: the whole name is refused.
      if (!addresses.every(({ address }) => isPublic(address))) {
        return callback(new PictureError('refused-address'), '')
      }
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/**
 * A connector for undici; it is the only place from which pictures reach the network. Fails with NotConnected
 * or PictureError.
 */
export function createGuardedConnect(
  options: NetworkOptions,
  proxy: ProxyWay | null,
  gone?: AbortSignal,
): buildConnector.connector {
  const { lookUp = lookup, isPublic = isPublicAddress } = options
  const connect = buildConnector({
    lookup: checkedLookUp(lookUp, isPublic),
    // Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    allowH2: false,
    // A TLS session ticket is a cookie: the server would know the same reader again.
    maxCachedSessions: 0,
    timeout: CONNECT_MS,
  })

  /** Where the demo's stand-in for this host is. */
  function standInFor({ hostname, protocol, port }: buildConnector.Options) {
    if (isLiteralAddress(hostname)) return undefined
    const standIn = options.resolve?.(hostname, portOf(protocol, port))
    if (standIn === undefined) return undefined
    if (!isLoopback(standIn.address)) throw new PictureError('refused-address')
    return { protocol: 'http:', hostname: standIn.address, port: String(standIn.port) }
  }

  function connectDirectly(
    target: buildConnector.Options,
    isAllowed: (address: string) => boolean,
    callback: buildConnector.Callback,
  ): void {
    // undici's types don't tell that the socket comes at once.
    const opening: unknown = connect(target, (...result) => {
      gone?.removeEventListener('abort', stop)
      const [error, socket] = result
      if (error) return callback(asPictureError(error), null)
      // Holds even if the look-up above were bypassed by a change in undici or Node.
      if (!isAllowed(socket.remoteAddress ?? '')) {
        socket.destroy()
        return callback(new PictureError('refused-address'), null)
      }
      callback(null, socket)
    })
    function stop(): void {
      if (opening instanceof Socket) opening.destroy(new PictureError('interrupted'))
    }
    gone?.addEventListener('abort', stop)
  }

  function connectThrough(
    way: ProxyWay,
    target: buildConnector.Options,
    callback: buildConnector.Callback,
  ): void {
    const { hostname, protocol, port } = target
    openTunnel(way, { host: hostname, port: portOf(protocol, port) }, CONNECT_MS).then(
      (socket) => {
        if (protocol !== 'https:') return callback(null, socket)
        connect({ ...target, httpSocket: socket }, (...result) => {
          if (!result[0]) return callback(...result)
          socket.destroy()
          callback(asPictureError(result[0]), null)
        })
      },
      (error) => callback(error, null),
    )
  }

  return function guardedConnect(target, callback) {
    try {
      guardHost(target.hostname)
      const standIn = standInFor(target)
      const there = standIn ?? target
      if (proxy !== null) connectThrough(proxy, there, callback)
      else connectDirectly(there, standIn === undefined ? isPublic : isLoopback, callback)
    } catch (error) {
      callback(asPictureError(error), null)
    }
  }
}

function portOf(protocol: string, port: string): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function asPictureError(error: unknown): PictureError {
  return error instanceof PictureError ? error : toNotConnected(error, hasNetwork())
}

/** Whether any interface but loopback has an address. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .some((own) => own?.internal === false)
}
