import { MailError, type MailFailure } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { Store } from '../store/open-store.ts'
import { countAppends } from '../store/operation-queue.ts'

/** So that many mails are not kept twice for long, here and where they come from. */
const MOST_WAITING = 8
/** So many are not the mails' fault: the mailbox is full, or may not be written. */
const MOST_REFUSED = 5
/** In a row. */
const MOST_TROUBLES = 3

/** For who puts many mails on a server, one after the other. */
export interface AppendRoom {
  /**
   * Ends when few wait to be put on the account's server.
   *
   * @throws MailError why none gets there any more; they are tried again later. Or why the signal was aborted.
   */
  wait(): Promise<void>
}

export interface AppendRooms {
  open(accountId: AccountId, signal: AbortSignal): AppendRoom
  /** Something has changed in the account's queue. */
  changed(accountId: AccountId, trouble: MailFailure | null): void
}

export function createAppendRooms(store: Store): AppendRooms {
  const listeners = new Set<(accountId: AccountId, trouble: MailFailure | null) => void>()

  function open(accountId: AccountId, signal: AbortSignal): AppendRoom {
    const failedBefore = countAppends(store.read, accountId).failed
    return {
      wait() {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        let troubles = 0
        const look = () => {
          const { waiting, failed } = countAppends(store.read, accountId)
          if (failed - failedBefore >= MOST_REFUSED) reject(new MailError('server-refused'))
          else if (waiting < MOST_WAITING) resolve()
        }
        const onChange: Parameters<typeof listeners.add>[0] = (changedId, trouble) => {
          if (changedId !== accountId) return
          troubles = trouble === null ? 0 : troubles + 1
          if (trouble && (trouble.retry === 'after-user' || troubles >= MOST_TROUBLES)) {
            reject(new MailError(trouble.code, { retry: trouble.retry }))
          } else look()
        }
        const onAbort = () => reject(signal.reason)
        listeners.add(onChange)
        signal.addEventListener('abort', onAbort)
        if (signal.aborted) onAbort()
        look()
        return promise.finally(() => {
          listeners.delete(onChange)
          signal.removeEventListener('abort', onAbort)
        })
      },
    }
  }

  return {
    open,
    changed(accountId, trouble) {
      for (const listener of listeners) listener(accountId, trouble)
    },
  }
}
