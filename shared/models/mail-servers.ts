import { z } from 'zod'
import { oauthProviderSchema } from './sign-in.ts'

const foundServerSchema = z.object({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls']),
  /** With %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% to be filled in; what was asked for never had the first two. */
  user: z.string().min(1).max(320),
})
export type FoundServer = z.infer<typeof foundServerSchema>

/**
 * What a provider asks of its users before a mail program gets in.
 * app-password: a password made on its website for this program. app-password-2fa: that, with two-step login only.
 * enable-imap: IMAP has to be switched on there. enable-imap-app-password: both.
 * oauth-only: no password at all. bridge: a program of its own on this computer. no-imap: nothing works.
 */
export const providerHintSchema = z.enum([
  'app-password',
  'app-password-2fa',
  'enable-imap',
  'enable-imap-app-password',
  'oauth-only',
  'bridge',
  'no-imap',
])

/** Where the mail of a domain is. */
export const mailServersSchema = z.object({
  /** table: Curtain's own. domain: it said so itself. directory: Mozilla's. dns: its name server. */
  source: z.enum(['table', 'domain', 'directory', 'dns']),
  /** Of the provider, as it calls itself. */
  name: z.string().nullable(),
  imap: foundServerSchema.nullable(),
  smtp: foundServerSchema.nullable(),
  hint: providerHintSchema.nullable(),
  /** Page of the provider that explains the hint. */
  help: z.url().nullable(),
  oauth: oauthProviderSchema.nullable(),
})
export type MailServers = z.infer<typeof mailServersSchema>

/** A domain in ASCII (IDNA), with a dot: all that is ever said of an address to find its servers. */
export const mailDomainSchema = z
  .string()
  .max(253)
  .regex(/^(?=.*[a-z])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/)
