import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { MailError } from '../../../shared/errors.ts'
import type { SmtpServer } from '../../../shared/models/account.ts'
import { isLoopback } from './address-guard.ts'
import type { Login } from './login.ts'
import { toNetworkError } from './network-error.ts'
import { judgePinned } from './pinned-transport.ts'

export interface OutgoingMail {
  /** Envelope sender; '' is the null sender, to whom nothing is ever returned. */
  from: string
  to: string
  /** Headers and body, lines ending in CRLF. */
  source: string
}

type Where = Omit<SmtpServer, 'ownPassword'>

interface SendOptions {
  signal?: AbortSignal
  /** For the whole attempt. */
  deadlineMs?: number
  /** PEM of what to trust instead of what the system trusts. Tests only. */
  ca?: string
}

const DEADLINE_MS = 60_000
/** Only ASCII that can end neither the line nor the bracket it stands in. */
const SAFE_ADDRESS = /^[\x21-\x3b\x3d\x3f-\x7e]*$/

/** Logs in and goes. @throws MailError as `openImap` does. */
export async function checkSmtp(server: Where, login: Login, options: SendOptions = {}): Promise<void> {
  await converse(server, login, null, options)
}

/**
 * Logs in, hands over one mail and goes. The server learns the user's name, the mail, and the address of the
 * network, which no connection can hide: not the machine's name.
 *
 * @throws MailError as `openImap` does; 'mail-refused' when the server takes no such mail; 'maybe-sent' when the
 *   connection went between the mail's last byte and the answer, so that sending again could send it twice.
 */
export async function sendMail(
  server: Where,
  login: Login,
  mail: OutgoingMail,
  options: SendOptions = {},
): Promise<void> {
  if (!SAFE_ADDRESS.test(mail.from) || !SAFE_ADDRESS.test(mail.to) || mail.to === '') {
    throw new MailError('bad-request')
  }
  await converse(server, login, mail, options)
}

/** The only place that opens a socket to a server that sends mail. */
async function converse(
  server: Where,
  login: Login,
  mail: OutgoingMail | null,
  { signal, deadlineMs = DEADLINE_MS, ca }: SendOptions,
): Promise<void> {
  if (server.security === 'none' && !isLoopback(server.host)) throw new MailError('encryption-required')
  const connection = new SMTPConnection({
    // Nodemailer would ask name servers where "localhost" is, and the network's own may name any host.
    host: server.security === 'none' && server.host.toLowerCase() === 'localhost' ? '127.0.0.1' : server.host,
    port: server.port,
    secure: server.security === 'tls',
    // Required, and not only when it is offered: an attacker can strip the offer.
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    // What RFC 5321 4.1.4 has a client say that has no name of its own.
    name: '[127.0.0.1]',
    logger: false,
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
    tls: {
      ...(ca === undefined ? {} : { ca }),
      // With a pin it is judged below, before the login. Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
      rejectUnauthorized: !server.pin,
    },
  })
  let begun = false
  let late = false
  let end: (error: Error) => void = () => {}
  const ended = new Promise<never>((_, reject) => {
    end = reject
  })
  connection.on('error', end)
  connection.once('end', () => end(Object.assign(new Error(), { code: 'ECONNECTION' })))
  const stop = () => end(new MailError('cancelled'))
  signal?.addEventListener('abort', stop)
  // One deadline for the whole attempt: a server may answer each step just in time, for ever.
  const timer = setTimeout(() => {
    late = true
    end(new MailError('timed-out'))
  }, deadlineMs)
  /** Pulled from once the server has said that it will read the mail. */
  function* pieces(source: string): Generator<string> {
    begun = true
    yield source
  }
  try {
    signal?.throwIfAborted()
    await Promise.race([ended, step((done) => connection.connect(done))])
    if (server.security === 'none') judgePlain(connection)
    else if (server.pin) judgeSocket(connection, server.pin)
    if (connection.allowsAuth) {
      await Promise.race([ended, step((done) => connection.login(authentication(server.user, login), done))])
    }
    if (mail !== null) {
      const envelope = { from: mail.from === '' ? (false as const) : mail.from, to: [mail.to] }
      const source = Readable.from(pieces(mail.source))
      await Promise.race([ended, step((done) => connection.send(envelope, source, done))])
    }
  } catch (error) {
    const answered = typeof Reflect.get(Object(error), 'responseCode') === 'number'
    if (begun && !answered) throw new MailError('maybe-sent', { cause: error })
    if (signal?.aborted) throw new MailError('cancelled', { cause: error })
    throw late ? new MailError('timed-out', { cause: error }) : toSmtpError(error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    ended.catch(() => {})
    connection.close()
  }
}

/** @throws MailError 'encryption-required': a name server may have named another computer. */
function judgePlain({ _socket: socket }: SMTPConnection): void {
  const address = socket ? socket.remoteAddress : undefined
  if (address === undefined || !isLoopback(address)) throw new MailError('encryption-required')
}

/** @throws MailError 'certificate-changed' */
function judgeSocket({ _socket: socket }: SMTPConnection, pin: string): void {
  const refusal =
    socket instanceof TLSSocket ? judgePinned(socket, pin) : new MailError('encryption-required')
  if (refusal) throw refusal
}

function authentication(user: string, login: Login) {
  if (typeof login === 'string') return { user, pass: login }
  return { user, oauth2: new XOAuth2({ user, accessToken: login.accessToken }) }
}

function step(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())))
}

/** Nodemailer puts a code of its own over that of the socket. */
interface SmtpFailure {
  code?: unknown
  originalCode?: unknown
  response?: unknown
  responseCode?: unknown
}

function toSmtpError(error: unknown): MailError {
  if (error instanceof MailError) return error
  const { code, originalCode, response, responseCode }: SmtpFailure = Object(error)
  if (originalCode !== undefined) return toNetworkError({ code: originalCode, cause: error })
  switch (code) {
    case 'EAUTH':
      // 4xx: the server can't tell just now (RFC 4954 6).
      return new MailError(/^4/.test(String(responseCode)) ? 'server-misbehaved' : 'wrong-password', {
        cause: error,
      })
    case 'ETLS':
      // Refused, or tried: what fails then is the proof of who the server is.
      return new MailError(response === undefined ? 'certificate-untrusted' : 'encryption-required', {
        cause: error,
      })
    case 'EENVELOPE':
    case 'EMESSAGE':
      return new MailError('mail-refused', { cause: error })
    case 'EDNS':
      return new MailError('host-not-found', { cause: error })
    case 'ECONNECTION':
    case 'ESOCKET':
      return new MailError('connection-lost', { cause: error })
    default:
      return toNetworkError(error)
  }
}
