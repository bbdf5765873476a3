import { z } from 'zod'
import { type MailServers, mailServersSchema } from '../../../shared/models/mail-servers.ts'
import type { OauthProvider } from '../../../shared/models/sign-in.ts'
import table from './providers.json' with { type: 'json' }

/** One line of the table: everything about a provider but where it was found. Sources are in NOTICE. */
export const providersSchema = z.array(
  mailServersSchema.omit({ source: true }).extend({
    name: z.string().min(1),
    /** With spaces between them. */
    domains: z.string(),
  }),
)
type Provider = z.infer<typeof providersSchema>[number]

// Checked by its test, so that starting need not.
const providers = table as Provider[]
const byDomain = new Map(
  providers.flatMap((provider) => provider.domains.split(' ').map((domain) => [domain, provider])),
)

/** Where the mail of a large provider's users is; nobody is asked. */
export function knownServers(domain: string): MailServers | null {
  const provider = byDomain.get(domain)
  if (provider === undefined) return null
  const { domains: _, ...servers } = provider
  return { source: 'table', ...servers }
}

/** The large provider that a server belongs to: many have customers with domains of their own. */
export function providerOfHost(host: string): Pick<MailServers, 'hint' | 'help' | 'oauth'> | null {
  return providers.find(({ imap }) => imap?.host === host) ?? null
}

/** Of those whose users sign in there by the browser. */
export function hostsOfProvider(provider: OauthProvider): string[] {
  return providers
    .filter(({ oauth }) => oauth === provider)
    .flatMap(({ imap, smtp }) => [imap, smtp].flatMap((server) => server?.host ?? []))
}

/** Whether a provider of the table has both. */
export function isKnownPair(imap: string, smtp: string): boolean {
  return providers.some((provider) => provider.imap?.host === imap && provider.smtp?.host === smtp)
}
