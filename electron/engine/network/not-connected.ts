import type { PictureFailure } from '../../../shared/models/remote-content.ts'
import { toNetworkError } from './network-error.ts'
import { PictureError } from './picture-error.ts'

/** No connection came about, so nothing was asked: another way may be tried without being seen twice. */
export class NotConnected extends PictureError {}

const NO_NETWORK = new Set<unknown>(['ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN'])

/**
 * What kept a socket from opening, for people.
 *
 * @param hasNetwork whether this computer has an address at all: some systems answer every look-up with "no such
 *   host" while they are offline.
 */
export function toNotConnected(error: unknown, hasNetwork: boolean): NotConnected {
  return new NotConnected(failureOf(error, hasNetwork))
}

function failureOf(error: unknown, hasNetwork: boolean): PictureFailure {
  if (!hasNetwork || codesOf(error).every((code) => NO_NETWORK.has(code))) return 'offline'
  switch (toNetworkError(error).code) {
    case 'host-not-found':
      return 'no-such-host'
    case 'certificate-untrusted':
      return 'untrusted-certificate'
    case 'timed-out':
      return 'timed-out'
    default:
      return codesOf(error).includes('UND_ERR_CONNECT_TIMEOUT') ? 'timed-out' : 'unreachable'
  }
}

/** One for each address that was tried. */
function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [undefined]
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(codesOf)
  return ['code' in error ? error.code : undefined]
}
