import type { AccountDraft, ConnectionSecurity } from '../../../shared/models/account.ts'

/** A server as typed: everything is text until it is checked. */
export interface ServerFields {
  host: string
  port: string
  security: ConnectionSecurity
}

/** The account form as typed. */
export interface AccountFields extends ServerFields {
  displayName: string
  address: string
  password: string
  user: string
}

/** Names of the words in `accounts.invalid`. */
export type FieldProblem = 'address' | 'host' | 'port' | 'password' | 'unprotected'
export type FieldProblems = Partial<Record<keyof AccountFields, FieldProblem>>

export const emptyFields: AccountFields = {
  displayName: '',
  address: '',
  password: '',
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
  if (fields.password === '') problems.password = 'password'
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

/** @param fields without problems. An empty user name means the address. */
export function toDraft(fields: AccountFields): AccountDraft {
  const address = fields.address.trim()
  return {
    address,
    displayName: fields.displayName.trim(),
    host: fields.host.trim(),
    port: portNumber(fields.port),
    security: fields.security,
    user: fields.user.trim() || address,
    password: fields.password,
  }
}
