import { Agent } from 'undici'
import { createGuardedConnect, type NetworkOptions } from './guarded-connect.ts'
import type { ProxyWay } from './open-tunnel.ts'

/**
 * Sockets for whoever speaks HTTP: all go one way, through this proxy or straight.
 *
 * @param gone ends those that are being opened; the agent itself ends the others.
 */
export function createGuardedAgent(
  options: NetworkOptions,
  proxy: ProxyWay | null,
  gone?: AbortSignal,
): Agent {
  return new Agent({
    connect: createGuardedConnect(options, proxy, gone),
    pipelining: 1,
    // The deadline of the attempt bounds these; a server may not ask for a longer keep-alive.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 32 * 1024,
  })
}

/** A header's value; the first where there are several, '' where there is none. */
export function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
