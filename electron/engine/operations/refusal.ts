import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'

/** Why a command was not carried out: imapflow answers false for a refusal and for a lost connection. */
export function refusalOf(client: ImapFlow): MailError {
  return new MailError(client.usable ? 'server-refused' : 'connection-lost')
}
