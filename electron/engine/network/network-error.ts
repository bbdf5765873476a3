import { MailError, type MailErrorCode } from '../../../shared/errors.ts'

/** The properties of Node's and imapflow's errors that tell what happened; every one may be missing. */
interface ForeignError {
  code?: unknown
  authenticationFailed?: unknown
  responseText?: unknown
  reason?: unknown
  tlsFailed?: unknown
  serverResponseCode?: unknown
  errors?: unknown
  cause?: unknown
}

const CODES: Record<string, MailErrorCode> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  EADDRNOTAVAIL: 'connection-refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EAI_FAIL: 'host-not-found',
  ENODATA: 'host-not-found',
  ETIMEDOUT: 'timed-out',
  CONNECT_TIMEOUT: 'timed-out',
  GREETING_TIMEOUT: 'timed-out',
  UPGRADE_TIMEOUT: 'timed-out',
  ETIMEOUT: 'timed-out',
  ECONNRESET: 'connection-lost',
  ECONNABORTED: 'connection-lost',
  ENETDOWN: 'connection-lost',
  EPIPE: 'connection-lost',
  NoConnection: 'connection-lost',
  EConnectionClosed: 'connection-lost',
  StateLogout: 'connection-lost',
  ClosedAfterConnectText: 'connection-lost',
  ClosedAfterConnectTLS: 'connection-lost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  HOSTNAME_MISMATCH: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-untrusted',
  // The port speaks no TLS: the settings are wrong, and going on without encryption is not offered.
  ERR_SSL_WRONG_VERSION_NUMBER: 'encryption-required',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'encryption-required',
  ERR_SSL_HTTP_REQUEST: 'encryption-required',
  STARTTLS_INJECTION: 'server-misbehaved',
}

// Response codes of RFC 5530 that say a login failed for another reason than the password.
const LOGIN_CODES: Record<string, MailErrorCode> = {
  UNAVAILABLE: 'server-misbehaved',
  LIMIT: 'server-misbehaved',
  INUSE: 'server-misbehaved',
  SERVERBUG: 'server-misbehaved',
  PRIVACYREQUIRED: 'encryption-required',
}

// What large providers say instead of [LIMIT]: "[ALERT] Too many simultaneous connections", "Maximum number of …".
const LIMIT_TEXT = /too many|maximum number of|(?:connection|session)s? limit/i

/** Of several addresses that were tried (happy eyeballs), the last one's failure speaks for all. */
function representative(error: ForeignError): ForeignError {
  const inner: unknown = Array.isArray(error.errors) ? error.errors.at(-1) : undefined
  return typeof inner === 'object' && inner !== null ? inner : error
}

function codeOf(error: ForeignError): MailErrorCode {
  if (error.authenticationFailed === true) {
    if (saysTooMany(error)) return 'server-misbehaved'
    return LOGIN_CODES[String(error.serverResponseCode).toUpperCase()] ?? 'wrong-password'
  }
  const code = typeof error.code === 'string' ? error.code : ''
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined
  if (known !== undefined) return known
  if (code.startsWith('CERT_') || code.startsWith('CRL_')) return 'certificate-untrusted'
  if (error.tlsFailed === true) return 'encryption-required'
  return 'server-misbehaved'
}

/**
 * Whatever a socket or imapflow threw, as one of our errors. What is not known is the server's doing:
 * everything that reaches this came out of a conversation with it.
 */
export function toNetworkError(error: unknown): MailError {
  if (error instanceof MailError) return error
  if (typeof error !== 'object' || error === null) return new MailError('server-misbehaved', { cause: error })
  return new MailError(codeOf(representative(error)), { cause: error })
}

function saysTooMany({ serverResponseCode, responseText, reason }: ForeignError): boolean {
  const code = String(serverResponseCode).toUpperCase()
  if (code === 'LIMIT' || code === 'INUSE') return true
  return (
    code !== 'AUTHENTICATIONFAILED' && [responseText, reason].some((text) => LIMIT_TEXT.test(String(text)))
  )
}

/** Whether the server refused one connection more, and not the account. */
export function isConnectionLimit(error: unknown): boolean {
  const cause = error instanceof MailError ? error.cause : error
  return typeof cause === 'object' && cause !== null && saysTooMany(cause)
}
