import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { toSequenceSet } from '../network/sequence-set.ts'
import { floodLimit } from './plan-sync.ts'

/** Beyond it, what a server says of how much is in a folder is not believed. */
const MOST_BELIEVED = 1_000_000

/**
 * What a server answers to one FETCH, a row at a time; a flood of answers that nobody asked for ends it. Who leaves it
 * before its end loses the connection with it: imapflow would first take in all the rest, and a server may have no end.
 *
 * @param uids 'all': of all that is in the folder, or changed since that mod-sequence.
 * @throws MailError 'server-misbehaved', or whatever imapflow throws.
 */
export async function* fetchRows(
  client: ImapFlow,
  uids: readonly number[] | 'all',
  query: FetchQueryObject,
  changedSince: string | null = null,
): AsyncGenerator<FetchMessageObject, void> {
  const exists = client.mailbox ? Math.min(client.mailbox.exists, MOST_BELIEVED) : 0
  // Another program may change the flags of every mail meanwhile, of which the server tells in between.
  const limit = floodLimit(Math.max(exists, uids === 'all' ? 0 : uids.length))
  const set = uids === 'all' ? '1:*' : toSequenceSet(uids)
  const since = changedSince === null ? {} : { changedSince: BigInt(changedSince) }
  let answers = 0
  let isRunning = true
  try {
    for await (const row of client.fetch(set, query, { uid: true, ...since })) {
      answers += 1
      if (answers > limit) throw new MailError('server-misbehaved')
      yield row
    }
    isRunning = false
  } catch (error) {
    // What imapflow throws is the server's own end of it.
    isRunning = error instanceof MailError
    throw error
  } finally {
    if (isRunning) client.close()
  }
}
