/**
 * How a socket for a picture is opened. The resolver's answer is checked and that very answer is connected to:
 * there is no second look-up in which a hostile name server could give another address (DNS rebinding).
 */
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'
import { MailError } from '../../../shared/errors.ts'
import { guardHost, isLiteralAddress, isPublicAddress } from './address-guard.ts'

export interface NetworkOptions {
  /**
   * Demo and tests only: connections to `host` go to this loopback address, in plain HTTP whatever the scheme,
   * with the original Host header. Literal addresses are never asked about; the guard judges them.
   */
  resolve?: (host: string) => { address: string; port: number } | undefined
}

/** No connection came about, so nothing was asked: another way may be tried without being seen twice. */
export class NotConnected extends Error {}

/** Slow TLS over a bad line takes 2 to 3 seconds; a filtered port never answers. */
const CONNECT_MS = 6_000

/** The system's resolver, with every answer checked. Exported for its test. */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0]
    if (error || first === undefined) return callback(error ?? new NotConnected(), '')
    // One private address among public ones is a trap, not a mistake: the whole name is refused.
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new MailError('picture-refused'), '')
    }
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

/** A connector for undici; it is the only place from which pictures reach the network. */
export function createGuardedConnect(options: NetworkOptions): buildConnector.connector {
  const connect = buildConnector({
    lookup: lookUpPublic,
    // Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    allowH2: false,
    // A TLS session ticket is a cookie: the server would know the same reader again.
    maxCachedSessions: 0,
    timeout: CONNECT_MS,
  })

  return function guardedConnect(target, callback) {
    const instead = isLiteralAddress(target.hostname) ? undefined : options.resolve?.(target.hostname)
    if (instead !== undefined) {
      if (!ipaddr.isValid(instead.address) || ipaddr.parse(instead.address).range() !== 'loopback') {
        return callback(new MailError('picture-refused'), null)
      }
      return connect(
        { protocol: 'http:', hostname: instead.address, port: String(instead.port) },
        (...result) => (result[0] ? callback(new NotConnected(), null) : callback(...result)),
      )
    }
    try {
      guardHost(target.hostname)
    } catch (error) {
      return callback(error instanceof MailError ? error : new MailError('picture-refused'), null)
    }
    connect(target, (...result) => {
      const [error, socket] = result
      if (error) return callback(error instanceof MailError ? error : new NotConnected(), null)
      // Holds even if the look-up above were bypassed by a change in undici or Node.
      if (!isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy()
        return callback(new MailError('picture-refused'), null)
      }
      callback(null, socket)
    })
  }
}
