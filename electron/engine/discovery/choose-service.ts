import { type FoundServer, mailDomainSchema } from '../../../shared/models/mail-servers.ts'

interface Offered {
  name: string
  port: number
  priority: number
  weight: number
}

/**
 * The server to use of those that a domain's SRV records name (RFC 6186, and 8314 for submissions): of the lowest
 * priority the one with the greatest weight, encrypted from the first byte where there is one.
 *
 * @returns null when nothing is offered; a record for "." says just that.
 */
export function chooseService(tls: readonly Offered[], starttls: readonly Offered[]): FoundServer | null {
  return best(tls, 'tls') ?? best(starttls, 'starttls')
}

function best(offered: readonly Offered[], security: FoundServer['security']): FoundServer | null {
  const [first] = offered.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)
  const host = mailDomainSchema.safeParse(first?.name.toLowerCase())
  if (first === undefined || !host.success || first.port < 1) return null
  return { host: host.data, port: first.port, security, user: '%EMAILADDRESS%' }
}
