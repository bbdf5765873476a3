import { toMailFailure } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { Log } from '../log/log.ts'
import type { InFolder } from '../network/in-folder.ts'
import type { Store } from '../store/open-store.ts'
import {
  hasWaiting,
  hurry,
  listRunning,
  nextTime,
  postpone,
  resumeRunning,
  type StoredOperation,
  saveFailed,
} from '../store/operations.ts'
import { backOff } from './back-off.ts'
import { type BatchParts, peekBatch, runBatch } from './run-batch.ts'

/** A mail that always takes the connection down, or a folder that is always away, is not tried for ever. */
const MOST_ATTEMPTS = 6
/** A folder that has another name now is found by the next sync. */
const MOST_LOOKS = 2
/** setTimeout knows no longer one. */
const LONGEST_WAIT_MS = 60 * 60_000

export interface Queue {
  /** Something is to be done. */
  kick(account: Account): void
  /** The server can be reached, it seems: whatever waits for its time begins now. */
  hurry(account: Account): void
  /** Ends when nothing of it touches the store any more. */
  stop(): Promise<void>
}

export interface QueueParts {
  store: Store
  log: Log
  inFolder: InFolder
  /** It shows other mails than before. */
  folderChanged(folderId: FolderId): void
  /** Something has been carried out, or has failed. */
  changed(accountId: AccountId): void
  now?(): number
  random?(): number
}

/** Tells each account's server what the user did, one batch after the other, for as long as it takes. */
export function createQueue({ store, log, inFolder, changed, folderChanged, ...parts }: QueueParts): Queue {
  const { now = Date.now, random = Math.random } = parts
  const running = new Map<AccountId, Promise<void>>()
  const again = new Set<AccountId>()
  const failures = new Map<AccountId, number>()
  const timers = new Map<AccountId, NodeJS.Timeout>()
  let stopped = false

  function kick(account: Account): void {
    if (stopped) return
    clearTimeout(timers.get(account.id))
    timers.delete(account.id)
    if (running.has(account.id)) {
      again.add(account.id)
      return
    }
    const work = runAll(account)
      .catch((error) => log.failure('operation-failed', error, { account: account.id }))
      .finally(() => {
        running.delete(account.id)
        if (again.delete(account.id)) kick(account)
      })
    running.set(account.id, work)
  }

  async function runAll(account: Account): Promise<void> {
    const batchParts: BatchParts = { store, account, inFolder, folderChanged, now }
    store.write((db) => resumeRunning(db, account.id))
    while (!stopped) {
      const batch = peekBatch(batchParts)
      if (batch.length === 0) break
      try {
        await runBatch(batchParts, batch)
        failures.delete(account.id)
      } catch (error) {
        if (stopped) return
        log.failure('operation-failed', error, { account: account.id })
        if (!holdOn(account, error, batch)) return
      }
      changed(account.id)
    }
    const next = nextTime(store.read, account.id, now())
    if (next !== undefined) wait(account, next - now())
  }

  /** @returns whether the others may go on. */
  function holdOn(account: Account, error: unknown, batch: readonly StoredOperation[]): boolean {
    const failure = toMailFailure(error)
    if (failure.code === 'cancelled' || failure.retry === 'after-user') return false
    const isFolderAway = failure.code === 'not-found'
    const begun = listRunning(store.read, account.id)
    store.write((db) => {
      for (const { id, attempts, unsure } of isFolderAway && begun.length === 0 ? batch : begun) {
        const isLast = attempts >= (isFolderAway ? MOST_LOOKS : MOST_ATTEMPTS)
        if (isLast) saveFailed(db, id, failure, unsure === 1)
        else postpone(db, id, now() + backOff(attempts, random()))
      }
    })
    if (isFolderAway) return true
    const before = failures.get(account.id) ?? 0
    failures.set(account.id, before + 1)
    wait(account, backOff(before, random()))
    changed(account.id)
    return false
  }

  function wait(account: Account, ms: number): void {
    clearTimeout(timers.get(account.id))
    const timer = setTimeout(() => kick(account), Math.min(Math.max(ms, 0), LONGEST_WAIT_MS))
    timer.unref()
    timers.set(account.id, timer)
  }

  return {
    kick,
    hurry(account) {
      if (stopped || !hasWaiting(store.read, account.id)) return
      failures.delete(account.id)
      store.write((db) => hurry(db, account.id))
      kick(account)
    },
    async stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
