/**
 * The way to web servers that the user chose to speak to and no stranger named: a provider's sign-in, and what a
 * domain says of its mail servers. It goes by the same door as pictures do, with the same guard and the same proxy,
 * over https alone, and carries nothing that tells one user from another but what the caller puts into it.
 */
import { MailError } from '../../../shared/errors.ts'
import { guardUrl } from './address-guard.ts'
import { createGuardedAgent, headerText } from './guarded-agent.ts'
import type { NetworkOptions } from './guarded-connect.ts'
import type { DoorSettings } from './guarded-fetch.ts'
import { NotConnected } from './not-connected.ts'
import { PictureError } from './picture-error.ts'
import { ACCEPTED_ENCODINGS, readBounded } from './read-bounded.ts'

export interface WebRequest {
  /** https. */
  url: string
  /** Sent by POST; without it the request is a GET. */
  form?: string
  headers?: Record<string, string>
  /** Of the body, before and after decompression. */
  maxBytes: number
  /** For everything from the name look-up to the last byte. */
  deadlineMs: number
  signal?: AbortSignal | undefined
}

export interface WebAnswer {
  status: number
  contentType: string
  /** Where it sends whoever asked; '' for nowhere. Nobody is sent there by this file. */
  location: string
  bytes: Uint8Array<ArrayBuffer>
}

/** @throws MailError host-not-found, connection-refused, certificate-untrusted, timed-out, server-misbehaved, cancelled. */
export type GuardedRequest = (request: WebRequest) => Promise<WebAnswer>

/** @param proxy asked for each request; what it throws is thrown. There is no way around a proxy. */
export function createGuardedRequest(
  options: NetworkOptions,
  proxy: () => DoorSettings['proxy'],
): GuardedRequest {
  return async function guardedRequest({ form, headers, ...request }) {
    // A door of its own for each request: no connection is kept, so none tells one question from the next.
    const agent = createGuardedAgent(options, proxy())
    const deadline = AbortSignal.timeout(request.deadlineMs)
    try {
      const url = guardUrl(request.url)
      if (url.protocol !== 'https:') throw new PictureError('insecure')
      const {
        statusCode,
        headers: answered,
        body,
      } = await agent.request({
        method: form === undefined ? 'GET' : 'POST',
        origin: url.origin,
        path: url.pathname + url.search,
        headers: { 'accept-encoding': ACCEPTED_ENCODINGS, ...headers },
        body: form ?? null,
        signal: request.signal ? AbortSignal.any([deadline, request.signal]) : deadline,
      })
      return {
        status: statusCode,
        contentType: headerText(answered['content-type']),
        location: headerText(answered['location']),
        bytes: await readBounded(body, headerText(answered['content-encoding']), request.maxBytes),
      }
    } catch (error) {
      if (request.signal?.aborted) throw new MailError('cancelled')
      if (deadline.aborted) throw new MailError('timed-out')
      throw asMailError(error)
    } finally {
      await agent.destroy().catch(() => {})
    }
  }
}

/** Never with a cause: messages of undici and the resolver name the host. */
function asMailError(error: unknown): MailError {
  if (!(error instanceof PictureError)) return new MailError('server-misbehaved')
  switch (error.failure) {
    case 'no-such-host':
      return new MailError('host-not-found')
    case 'untrusted-certificate':
      return new MailError('certificate-untrusted')
    case 'timed-out':
      return new MailError('timed-out')
    default:
      return new MailError(
        error instanceof NotConnected || error.failure.startsWith('proxy')
          ? 'connection-refused'
          : 'server-misbehaved',
      )
  }
}
