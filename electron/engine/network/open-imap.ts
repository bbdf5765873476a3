import { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import { isLoopback } from './address-guard.ts'
import type { Login } from './login.ts'
import { toNetworkError } from './network-error.ts'
import { pinnedTransport } from './pinned-transport.ts'

/** What a message may weigh: beyond it only its beginning is fetched. */
export const MAX_SOURCE_BYTES = 100 * 1024 * 1024

export interface ImapDeadlines {
  /** From the first packet to a finished login, in ms. */
  openMs: number
  /** A server that owes an answer and sends no byte for so long is gone, in ms. */
  silenceMs: number
}

export const IMAP_DEADLINES: ImapDeadlines = { openMs: 30_000, silenceMs: 60_000 }

/** For a search: a server that has no index of words reads all mail of a folder before it says anything. */
export const SEARCHING_DEADLINES: ImapDeadlines = { openMs: 30_000, silenceMs: 5 * 60_000 }

/**
 * For a connection that listens: long silence is what it is for. IDLE is said anew before this is over, and long
 * before the 29 minutes of RFC 2177, since many a router forgets a quiet connection after ten.
 */
export const LISTENING_DEADLINES: ImapDeadlines = { openMs: 30_000, silenceMs: 10 * 60_000 }
const IDLE_MS = 9 * 60_000

/** Where the account is, as far as a connection needs it: a draft has it too, before it is stored. */
export type ImapServer = Pick<Account, 'host' | 'port' | 'security' | 'user' | 'pin'>

/** It announces QRESYNC, and its VANISHED can't be read. */
const ICLOUD = /\.(?:icloud\.com|me\.com)$/i

const MEGABYTE = 1024 * 1024

function createClient(server: ImapServer, login: Login, deadlines: ImapDeadlines): ImapFlow {
  return new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    // true: fails when STARTTLS is not offered, since an attacker can strip the offer. false: never asks.
    ...(server.security === 'tls' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    auth: { user: server.user, ...(typeof login === 'string' ? { pass: login } : login) },
    // Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    tls: { rejectUnauthorized: true },
    ...(server.pin ? { transport: pinnedTransport(server.pin) } : {}),
    // The server learns which program this is, and nothing of the machine.
    clientInfo: { name: 'Curtain', version: '', vendor: '', 'support-url': '' },
    // Imapflow's log holds whole server lines.
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: IDLE_MS,
    qresync: !ICLOUD.test(server.host),
    // A sender's text and ours in one deflate stream tell a watcher of the wire what ours was (CRIME).
    disableCompression: true,
    connectionTimeout: deadlines.openMs,
    greetingTimeout: deadlines.openMs,
    socketTimeout: deadlines.silenceMs,
    maxLineLength: 64 * MEGABYTE,
    maxLiteralSize: MAX_SOURCE_BYTES + MEGABYTE,
    maxResponseSize: MAX_SOURCE_BYTES + 65 * MEGABYTE,
  })
}

/**
 * Connects and logs in; the only place that opens a socket to a mail server.
 *
 * @returns a client whose calls may be wrapped in `speak` to get typed failures.
 * @throws MailError wrong-password, connection-refused, host-not-found, connection-lost, timed-out,
 *   certificate-untrusted, certificate-changed, encryption-required (no encryption off loopback, or none offered) or
 *   server-misbehaved.
 */
export async function openImap(
  server: ImapServer,
  login: Login,
  { deadlines = IMAP_DEADLINES, signal }: { deadlines?: ImapDeadlines; signal?: AbortSignal } = {},
): Promise<ImapFlow> {
  if (server.security === 'none' && !isLoopback(server.host)) throw new MailError('encryption-required')
  const client = createClient(server, login, deadlines)
  // Without a listener an error event would end the process. The first error is why later calls fail.
  client.on('error', (error) => reasons.set(client, error))
  let late = false
  const giveUp = () => client.close()
  signal?.addEventListener('abort', giveUp)
  // One deadline for the whole attempt: a server may answer each step just in time, for ever.
  const timer = setTimeout(() => {
    late = true
    client.close()
  }, deadlines.openMs)
  try {
    signal?.throwIfAborted()
    await client.connect()
    return client
  } catch (error) {
    client.close()
    if (signal?.aborted) throw new MailError('cancelled', { cause: error })
    throw late ? new MailError('timed-out', { cause: error }) : toNetworkError(reasons.get(client) ?? error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
}

const reasons = new WeakMap<ImapFlow, unknown>()

/**
 * Runs calls on an open connection and translates what they throw. A call that fails because the connection
 * went away fails with what took it away (a deadline, a broken response), not with "not connected".
 */
export async function speak<T>(client: ImapFlow, act: (client: ImapFlow) => Promise<T>): Promise<T> {
  try {
    return await act(client)
  } catch (error) {
    throw error instanceof MailError ? error : toNetworkError(reasons.get(client) ?? error)
  }
}

const LOOK_MS = 20

/**
 * The same for calls whose answers imapflow keeps until they are complete: a server that sends more than `bytes` is
 * hung up on. Its answers would fill the memory, and come before every deadline.
 */
export async function speakWithin<T>(
  client: ImapFlow,
  bytes: number,
  act: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const most = client.stats().received + bytes
  const watch = setInterval(() => {
    if (client.stats().received <= most) return
    reasons.set(client, new MailError('server-misbehaved'))
    client.close()
  }, LOOK_MS)
  try {
    return await speak(client, act)
  } finally {
    clearInterval(watch)
  }
}
