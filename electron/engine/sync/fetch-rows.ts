import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { toSequenceSet } from '../network/sequence-set.ts'
import { floodLimit } from './plan-sync.ts'

/** As long as the next row is here already, nothing else would have its turn. */
const TURN_MS = 5

/** Beyond it, what a server says of how much is in a folder is not believed. */
const MOST_BELIEVED = 1_000_000

/**
 * What a server answers to one FETCH, a row at a time; a flood of answers that nobody asked for ends it. Who leaves it
 * before its end loses the connection with it: imapflow would first take in all the rest, and a server may have no end.
 *
 * @param which UIDs, or that many of the newest; 'all': of all that is in the folder, or changed since that mod-sequence.
 * @throws MailError 'server-misbehaved', or whatever imapflow throws.
 */
export async function* fetchRows(
  client: ImapFlow,
  which: readonly number[] | { newest: number } | 'all',
  query: FetchQueryObject,
  changedSince: string | null = null,
): AsyncGenerator<FetchMessageObject, void> {
  const exists = client.mailbox ? Math.min(client.mailbox.exists, MOST_BELIEVED) : 0
  // Another program may change the flags of every mail meanwhile, of which the server tells in between.
  const limit = floodLimit(Math.max(exists, Array.isArray(which) ? which.length : 0))
  const [set, uid] = toSet(which, exists)
  const since = changedSince === null ? {} : { changedSince: BigInt(changedSince) }
  let answers = 0
  let turn = performance.now()
  let isRunning = true
  try {
    for await (const row of client.fetch(set, query, { uid, ...since })) {
      answers += 1
      if (answers > limit) throw new MailError('server-misbehaved')
      yield row
      if (performance.now() - turn < TURN_MS) continue
      await nextTurn()
      turn = performance.now()
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

/** @returns with it whether it is one of UIDs. */
function toSet(which: Parameters<typeof fetchRows>[1], exists: number): [set: string, uid: boolean] {
  if (which === 'all') return ['1:*', true]
  if ('newest' in which) return [`${Math.max(1, exists - which.newest + 1)}:*`, false]
  return [toSequenceSet(which), true]
}
