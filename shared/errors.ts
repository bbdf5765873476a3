import { z } from 'zod'

/**
 * Every way Curtain can fail, as the user's side sees it. The renderer owns the words for each code;
 * what a server or a library said never crosses a process.
 */
export const mailErrorCodes = [
  'wrong-password',
  'sign-in-expired',
  'sign-in-refused',
  'connection-refused',
  'host-not-found',
  'connection-lost',
  'timed-out',
  'certificate-untrusted',
  'certificate-changed',
  'encryption-required',
  'server-misbehaved',
  'server-refused',
  'account-exists',
  'not-found',
  'message-unavailable',
  'message-too-large',
  'disk-full',
  'file-refused',
  'database-damaged',
  'database-newer',
  'database-locked',
  'data-in-use',
  'keychain-unavailable',
  'no-outgoing-server',
  'mail-refused',
  'maybe-sent',
  'already-answered',
  'picture-refused',
  'picture-unavailable',
  'proxy-unknown',
  'bad-request',
  'cancelled',
  'internal',
] as const

/** What to do next: try now, later by itself, after the user changed something, or never. */
export const retryAdvice = ['now', 'later', 'after-user', 'never'] as const

export const mailFailureSchema = z.object({ code: z.enum(mailErrorCodes), retry: z.enum(retryAdvice) })
export type MailErrorCode = (typeof mailErrorCodes)[number]
export type RetryAdvice = (typeof retryAdvice)[number]
export type MailFailure = z.infer<typeof mailFailureSchema>

const retryOf: Record<MailErrorCode, RetryAdvice> = {
  'wrong-password': 'after-user',
  'sign-in-expired': 'after-user',
  'sign-in-refused': 'after-user',
  'connection-refused': 'later',
  'host-not-found': 'later',
  'connection-lost': 'now',
  'timed-out': 'later',
  'certificate-untrusted': 'after-user',
  'certificate-changed': 'after-user',
  'encryption-required': 'after-user',
  'server-misbehaved': 'later',
  'server-refused': 'never',
  'account-exists': 'after-user',
  'not-found': 'never',
  'message-unavailable': 'now',
  'message-too-large': 'never',
  'disk-full': 'after-user',
  'file-refused': 'after-user',
  'database-damaged': 'after-user',
  'database-newer': 'after-user',
  'database-locked': 'after-user',
  'data-in-use': 'after-user',
  'keychain-unavailable': 'after-user',
  'no-outgoing-server': 'after-user',
  'mail-refused': 'after-user',
  'maybe-sent': 'never',
  'already-answered': 'never',
  'picture-refused': 'never',
  'picture-unavailable': 'after-user',
  'proxy-unknown': 'after-user',
  'bad-request': 'never',
  cancelled: 'now',
  internal: 'now',
}

/** The one error that the engine throws on purpose. `cause` stays in the process that threw it. */
export class MailError extends Error {
  readonly code: MailErrorCode
  readonly retry: RetryAdvice

  constructor(code: MailErrorCode, options?: { retry?: RetryAdvice; cause?: unknown }) {
    super(code, options?.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'MailError'
    this.code = code
    this.retry = options?.retry ?? retryOf[code]
  }
}

/** Anything thrown, reduced to what may cross a process: code and retry advice. */
export function toMailFailure(error: unknown): MailFailure {
  return error instanceof MailError
    ? { code: error.code, retry: error.retry }
    : { code: 'internal', retry: retryOf.internal }
}
