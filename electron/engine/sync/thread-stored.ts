import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '../log/log.ts'
import { listAccounts } from '../store/accounts.ts'
import { listFolderStates } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import { listUnthreaded, threadMessage } from '../store/threads.ts'
import type { Announce } from './account-session.ts'

/** About 5 ms of writing, so that no click waits. */
const MAILS_AT_ONCE = 50

/**
 * Finds the conversations of mails that a Curtain without them stored, newest first, until none is left or the
 * signal says so. What is left is in the store, so the next start goes on with it.
 *
 * @returns when nothing of it touches the store any more; never rejects.
 */
export async function threadStored(parts: {
  store: Store
  log: Log
  announce: Announce
  signal: AbortSignal
}): Promise<void> {
  const { store, log, announce, signal } = parts
  let done = 0
  try {
    // Not before the engine is there to be listened to.
    await nextTurn()
    while (!signal.aborted) {
      const ids = listUnthreaded(store.read, MAILS_AT_ONCE)
      if (ids.length === 0) break
      store.write((db) => {
        for (const id of ids) threadMessage(db, id)
      })
      done += ids.length
      await nextTurn()
    }
    if (done === 0 || signal.aborted) return
    log.info('threaded', { count: done })
    for (const { id } of listAccounts(store.read)) {
      for (const folder of listFolderStates(store.read, id))
        announce('folder.changed', { folderId: folder.id })
    }
  } catch (error) {
    log.failure('threading-failed', error)
  }
}
