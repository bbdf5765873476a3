import type { AccountDraft, ConnectionSecurity } from '../../../shared/models/account.ts'
import type { FoundServer } from '../../../shared/models/mail-servers.ts'
import type { OauthProvider } from '../../../shared/models/sign-in.ts'

/** A server as typed: everything is text until it is checked. */
export interface ServerFields {
  host: string
  port: string
  security: ConnectionSecurity
}

/** Where mail comes from, as typed. */
export interface IncomingFields extends ServerFields {
  user: string
}

/** With a password, or by the browser at one of these. */
export type LoginWay = 'password' | OauthProvider

/** The account form as typed. */
export interface AccountFields extends IncomingFields {
  displayName: string
  address: string
  way: LoginWay
  password: string
  clientId: string
  clientSecret: string
}

/** Names of the words in `accounts.invalid`. */
export type FieldProblem = 'address' | 'host' | 'port' | 'password' | 'clientId' | 'unprotected'
export type FieldProblems = Partial<Record<keyof AccountFields, FieldProblem>>

export const emptyFields: AccountFields = {
  displayName: '',
  address: '',
  way: 'password',
  password: '',
  clientId: '',
  clientSecret: '',
  host: '',
  port: '993',
  security: 'tls',
  user: '',
}

/** The port that servers use for a protection (RFC 8314 7.3). */
export function usualPort(security: ConnectionSecurity): string {
  return security === 'tls' ? '993' : '143'
}

/** The server most providers have. Only a suggestion: nothing is asked of the network for it. */
export function suggestHost(address: string): string {
  const domain = address.trim().split('@')[1]
  return domain === undefined || !domain.includes('.') ? '' : `imap.${domain.toLowerCase()}`
}

/** What is known of a provider's user names, for one of its users. */
export function userFound(template: string, address: string): string {
  const [name = '', domain = ''] = address.trim().split('@')
  return template
    .replaceAll('%EMAILADDRESS%', address.trim())
    .replaceAll('%EMAILLOCALPART%', name)
    .replaceAll('%EMAILDOMAIN%', domain)
}

export function incomingFound({ host, port, security, user }: FoundServer, address: string): IncomingFields {
  return { host, port: String(port), security, user: userFound(user, address) }
}

/** A server on this very computer, the only one that may be spoken to without encryption. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)
}

/** Whole digits, also those of Arabic keyboards. */
export function portNumber(typed: string): number {
  const latin = typed
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
  return /^\d{1,5}$/.test(latin) ? Number(latin) : 0
}

export function checkFields(fields: AccountFields): FieldProblems {
  const problems: FieldProblems = serverProblems(fields)
  if (!/^[^\s@]+@[^\s@]+$/.test(fields.address.trim())) problems.address = 'address'
  if (fields.way === 'password' && fields.password === '') problems.password = 'password'
  if (fields.way !== 'password' && fields.clientId.trim() === '') problems.clientId = 'clientId'
  return problems
}

export function serverProblems(fields: ServerFields): Partial<Record<keyof ServerFields, FieldProblem>> {
  const problems: Partial<Record<keyof ServerFields, FieldProblem>> = {}
  const port = portNumber(fields.port)
  const host = fields.host.trim()
  if (host === '' || /[\s/@]/.test(host)) problems.host = 'host'
  if (port < 1 || port > 65_535) problems.port = 'port'
  if (fields.security === 'none' && !problems.host && !isLoopback(host)) problems.security = 'unprotected'
  return problems
}

/**
 * @param fields without problems. An empty user name means the address.
 * @returns with the password or the registration, as the way wants it; a sign-in has to be added.
 */
export function toDraft(fields: AccountFields): AccountDraft {
  const address = fields.address.trim()
  return {
    address,
    displayName: fields.displayName.trim(),
    host: fields.host.trim(),
    port: portNumber(fields.port),
    security: fields.security,
    user: fields.user.trim() || address,
    ...(fields.way === 'password'
      ? { password: fields.password }
      : { oauth: { provider: fields.way, clientId: fields.clientId.trim() } }),
  }
}
