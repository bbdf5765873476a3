import { MailError, type MailErrorCode } from '../../../shared/errors.ts'
import type { PictureFailure } from '../../../shared/models/remote-content.ts'

const CODES: Record<PictureFailure, MailErrorCode> = {
  'refused-address': 'picture-refused',
  offline: 'picture-unavailable',
  proxy: 'picture-unavailable',
  'proxy-password': 'picture-unavailable',
  'proxy-unknown': 'proxy-unknown',
  'no-such-host': 'picture-unavailable',
  unreachable: 'picture-unavailable',
  'untrusted-certificate': 'picture-unavailable',
  insecure: 'picture-refused',
  'timed-out': 'timed-out',
  'not-found': 'picture-unavailable',
  'server-failed': 'picture-unavailable',
  'too-many-redirects': 'picture-unavailable',
  'tracker-redirect': 'picture-refused',
  interrupted: 'picture-unavailable',
  'too-large': 'picture-refused',
  'not-a-picture': 'picture-refused',
  svg: 'picture-refused',
  'disk-full': 'disk-full',
  damaged: 'picture-unavailable',
  forgotten: 'not-found',
}

/**
 * A failure that belongs to one picture, with what its placeholder says. Never with a cause: the messages of
 * undici, OpenSSL and the resolver name the host.
 */
export class PictureError extends MailError {
  readonly failure: PictureFailure

  constructor(failure: PictureFailure) {
    super(CODES[failure])
    this.failure = failure
  }
}
