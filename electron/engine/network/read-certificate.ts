/**
 * Fetches the certificate that a mail server shows, so that a user can look at it before deciding whether to trust
 * it. Nothing is logged in, and nothing is said to the server that would not be said to anybody.
 */
import { createConnection, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { Certificate, CertificateProblem } from '../../../shared/models/certificate.ts'
import { toNetworkError } from './network-error.ts'

export interface CertificateQuestion extends Pick<Account, 'host' | 'port' | 'security'> {
  protocol: 'imap' | 'smtp'
}

const DEADLINE_MS = 15_000
const LONGEST_TEXT = 200
const MOST_NAMES = 50
/** What a server may say before its answer to STARTTLS. */
const MOST_TALK = 16 * 1024

/** @throws MailError as `openImap` does; 'encryption-required' when the server shows no certificate at all. */
export async function readCertificate(
  question: CertificateQuestion,
  signal: AbortSignal,
): Promise<Certificate> {
  const { host, port, security } = question
  if (security === 'none') throw new MailError('encryption-required')
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const plain = createConnection({ host, port })
  const stop = () => plain.destroy(new MailError(signal.aborted ? 'cancelled' : 'timed-out'))
  for (const end of [signal, deadline]) end.addEventListener('abort', stop)
  try {
    signal.throwIfAborted()
    if (security === 'starttls') await askForTls(plain, question.protocol)
    const secure = await shakeHands(plain, host)
    return certificateOf(secure)
  } catch (error) {
    throw signal.aborted ? new MailError('cancelled') : toNetworkError(error)
  } finally {
    for (const end of [signal, deadline]) end.removeEventListener('abort', stop)
    plain.destroy()
  }
}

/** RFC 3501 6.2.1 and RFC 3207, with as few words as there are. */
async function askForTls(socket: Socket, protocol: CertificateQuestion['protocol']): Promise<void> {
  if (protocol === 'imap') {
    await hear(socket, /^\* \S/m)
    socket.write('a STARTTLS\r\n')
    return hear(socket, /^a OK/im, /^a /m)
  }
  await hear(socket, /^220 /m)
  socket.write('EHLO [127.0.0.1]\r\n')
  await hear(socket, /^250 /m, /^[45]\d\d /m)
  socket.write('STARTTLS\r\n')
  await hear(socket, /^220 /m, /^[45]\d\d /m)
}

function hear(socket: Socket, wanted: RegExp, refused?: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = ''
    function settle(error?: unknown): void {
      socket.off('data', onData).off('error', settle).off('close', onClose)
      if (error === undefined) resolve()
      else reject(error)
    }
    const onClose = () => settle(new MailError('connection-lost'))
    function onData(data: Buffer): void {
      heard += data.toString('latin1')
      if (wanted.test(heard)) settle()
      else if (refused?.test(heard)) settle(new MailError('encryption-required'))
      else if (heard.length > MOST_TALK) settle(new MailError('server-misbehaved'))
    }
    socket.on('data', onData).on('error', settle).on('close', onClose)
  })
}

function shakeHands(socket: Socket, host: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host }
    // Looked at, not trusted: nothing is sent over it.
    const secure = connectTls({ socket, host, ...servername, rejectUnauthorized: false })
    secure.once('secureConnect', () => resolve(secure))
    secure.once('error', reject)
    secure.once('close', () => reject(new MailError('connection-lost')))
    socket.once('error', reject)
  })
}

function certificateOf(socket: TLSSocket): Certificate {
  const certificate = socket.getPeerCertificate()
  const { fingerprint256, subject, issuer, subjectaltname = '' } = certificate
  if (fingerprint256 === undefined) throw new MailError('encryption-required')
  const names = [...subjectaltname.matchAll(/(?:DNS|IP Address):([^\s,"]+)/g)].map(([, name = '']) =>
    shown(name),
  )
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    names: names.slice(0, MOST_NAMES),
    validFrom: timeOf(certificate.valid_from),
    validUntil: timeOf(certificate.valid_to),
    fingerprint: fingerprint256,
    problem: socket.authorized ? null : problemOf(String(socket.authorizationError), certificate),
  }
}

/** Node says only what it met first, and asks for the name last. */
function problemOf(error: string, { subject, issuer }: PeerCertificate): CertificateProblem {
  if (error === 'ERR_TLS_CERT_ALTNAME_INVALID' || error === 'HOSTNAME_MISMATCH') return 'other-name'
  if (error === 'CERT_HAS_EXPIRED') return 'expired'
  if (error === 'CERT_NOT_YET_VALID') return 'not-yet-valid'
  return JSON.stringify(subject) === JSON.stringify(issuer) ? 'self-signed' : 'unknown-issuer'
}

/** The parts of an X.509 name that people know, most telling first. */
function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const parts: unknown[] = [name?.CN, name?.O, name?.C]
  return parts
    .flat()
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part) => shown(String(part)))
    .join(', ')
}

/** A server must not be able to draw over the window, or to write backwards in it. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, LONGEST_TEXT)
}

function timeOf(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}
