import type { ConnectionSecurity, SmtpDraft, SmtpServer } from '../../../shared/models/account.ts'
import type { FoundServer } from '../../../shared/models/mail-servers.ts'
import {
  type FieldProblem,
  portNumber,
  type ServerFields,
  serverProblems,
  userFound,
} from './account-fields.ts'

/** The outgoing server as typed. */
export interface OutgoingFields extends ServerFields {
  user: string
  ownPassword: boolean
  password: string
}

export type OutgoingProblems = Partial<Record<keyof OutgoingFields, FieldProblem>>

/** The port at which servers take mail from people (RFC 8314 7.3); unprotected, that of a server of one's own. */
export function submissionPort(security: ConnectionSecurity): string {
  return { tls: '465', starttls: '587', none: '25' }[security]
}

/** Where companies at Microsoft send, whatever their domain: not where the rule below looks for it. */
const MICROSOFT = { incoming: 'outlook.office365.com', outgoing: 'smtp.office365.com' }

/** What most providers have beside this incoming server. Only a suggestion: nothing is asked of the network for it. */
export function guessOutgoing({
  host,
  security,
  user,
}: Pick<ServerFields, 'host' | 'security'> & { user: string }): OutgoingFields {
  const incoming = host.trim().toLowerCase()
  const isMicrosoft = incoming === MICROSOFT.incoming
  const guessed = isMicrosoft ? 'starttls' : security
  return {
    host: isMicrosoft ? MICROSOFT.outgoing : incoming.replace(/^imap(?:s|4)?(?=[.-])/, 'smtp'),
    port: submissionPort(guessed),
    security: guessed,
    user: user.trim(),
    ownPassword: false,
    password: '',
  }
}

/** What is known of a provider, for one of its users. */
export function fieldsFound({ host, port, security, user }: FoundServer, address: string): OutgoingFields {
  const server = { host, port: String(port), security, user: userFound(user, address) }
  return { ...server, ownPassword: false, password: '' }
}

export function fieldsOf(smtp: SmtpServer): OutgoingFields {
  const { host, port, security, user, ownPassword } = smtp
  return { host, port: String(port), security, user, ownPassword, password: '' }
}

export function checkOutgoing(fields: OutgoingFields): OutgoingProblems {
  const problems: OutgoingProblems = serverProblems(fields)
  if (fields.ownPassword && fields.password === '') problems.password = 'password'
  return problems
}

/** @param fields without problems. @param usualUser for an empty user name. */
export function toSmtpDraft(fields: OutgoingFields, usualUser: string): SmtpDraft {
  return {
    host: fields.host.trim(),
    port: portNumber(fields.port),
    security: fields.security,
    user: fields.user.trim() || usualUser,
    password: fields.ownPassword ? fields.password : null,
  }
}
