import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type MailServers, mailDomainSchema } from '../../../shared/models/mail-servers.ts'
import { useEngine } from '../../engine-client.ts'

/**
 * How far Curtain has come with the servers of an address.
 * incomplete: there is no domain yet. unknown: others could be asked. asking: they are. nobody: none of them knew.
 */
export type Search =
  | { step: 'incomplete' }
  | { step: 'unknown' | 'asking' | 'nobody'; domain: string }
  | { step: 'found'; domain: string; servers: MailServers }

/** What comes after the last @, as name servers write it; undefined while it is none. */
export function domainOf(address: string): string | undefined {
  const typed = address.trim().split('@')
  const url = typed.length < 2 ? null : URL.parse(`https://${typed.at(-1)}`)
  return mailDomainSchema.safeParse(url?.hostname).data
}

/** Looks the address's domain up in Curtain's own table; others are asked by `ask` only. */
export function useMailServers(address: string): { search: Search; ask(): void } {
  const engine = useEngine()
  const domain = domainOf(address)
  const known = useQuery({
    queryKey: ['known-servers', domain],
    queryFn: () => (domain === undefined ? null : engine.call('account.knownServers', { domain })),
  })
  const [answers, setAnswers] = useState<ReadonlyMap<string, MailServers | null>>(new Map())
  const asking = useMutation({
    mutationFn: (asked: string) => engine.call('account.askForServers', { domain: asked }),
    onSettled: (answer, _error, asked) => setAnswers((before) => new Map(before).set(asked, answer ?? null)),
  })

  function searchOf(): Search {
    if (domain === undefined || known.isPending) return { step: 'incomplete' }
    const answer = answers.get(domain)
    const servers = known.data ?? answer
    if (servers) return { step: 'found', domain, servers }
    if (asking.isPending && asking.variables === domain) return { step: 'asking', domain }
    return { step: answer === null ? 'nobody' : 'unknown', domain }
  }
  return { search: searchOf(), ask: () => domain !== undefined && asking.mutate(domain) }
}
