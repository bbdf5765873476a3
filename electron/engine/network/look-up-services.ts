import { Resolver } from 'node:dns/promises'

/** RFC 2782. `name` without its final dot; "" says that there is no such service here. */
export interface Service {
  name: string
  port: number
  priority: number
  weight: number
}

export type LookUpServices = (name: string, signal: AbortSignal) => Promise<Service[]>

/**
 * Asks a name server for SRV records. Never use it when the user set a proxy: it would go around it.
 *
 * @param servers instead of the system's. Tests only.
 * @returns none for whatever reason there are none; a name server that does not answer is one.
 */
export function createServiceLookUp(servers?: string[]): LookUpServices {
  return async function lookUpServices(name, signal) {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 })
    if (servers) resolver.setServers(servers)
    const stop = () => resolver.cancel()
    signal.addEventListener('abort', stop)
    try {
      return signal.aborted ? [] : await resolver.resolveSrv(name)
    } catch {
      return []
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
