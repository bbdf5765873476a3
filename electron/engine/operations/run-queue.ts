import { type MailFailure, toMailFailure } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { OperationId } from '../../../shared/models/operation.ts'
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
  saveFailed,
} from '../store/operation-queue.ts'
import type { StoredOperation } from '../store/operations.ts'
import { hasGhosts, listStrays } from '../store/stray-mails.ts'
import { backOff, LONGEST_MS } from './back-off.ts'
import { findStrays, type LookAround } from './find-strays.ts'
import { type BatchParts, peekBatch, runBatch } from './run-batch.ts'

/** A mail that always takes the connection down, or that a server always refuses, is not tried for ever. */
const MOST_ATTEMPTS = 6
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
  look: LookAround
  /** It shows other mails than before. */
  folderChanged(folderId: FolderId): void
  /** Something has been carried out, or has failed. @param trouble why the account's server can't be told now. */
  changed(accountId: AccountId, trouble: MailFailure | null): void
  now?(): number
  random?(): number
}

/** Tells each account's server what the user did, one batch after the other, for as long as it takes. */
export function createQueue(queueParts: QueueParts): Queue {
  const { store, log, inFolder, look, changed, now = Date.now, random = Math.random } = queueParts
  const running = new Map<AccountId, Promise<void>>()
  const again = new Set<AccountId>()
  const failures = new Map<AccountId, number>()
  const timers = new Map<AccountId, NodeJS.Timeout>()
  /** Their folder was not there; since then, all folders were looked at. */
  const lookedFor = new Set<OperationId>()
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
    const parts: BatchParts = { ...queueParts, account, now }
    store.write((db) => resumeRunning(db, account.id, now() + LONGEST_MS))
    while (!stopped) {
      const batch = peekBatch(parts)
      const strays = batch.length > 0 ? [] : listStrays(store.read, account.id, now())
      if (batch.length + strays.length === 0 && !hasGhosts(store.read, account.id)) break
      try {
        if (batch.length > 0) await runBatch(parts, batch)
        else await findStrays(parts, strays)
        failures.delete(account.id)
      } catch (error) {
        if (stopped) return
        log.failure('operation-failed', error, { account: account.id })
        const tried = batch.length > 0 ? batch : listStrays(store.read, account.id, now())
        if (!(await holdOn(account, error, tried))) return
      }
      changed(account.id, null)
    }
    const next = nextTime(store.read, account.id, now())
    if (next !== undefined) wait(account, next - now())
  }

  /** @returns whether the others may go on. */
  async function holdOn(
    account: Account,
    error: unknown,
    given: readonly StoredOperation[],
  ): Promise<boolean> {
    const failure = toMailFailure(error)
    if (failure.code === 'cancelled' || failure.retry === 'after-user') {
      changed(account.id, failure)
      return false
    }
    const begun = listRunning(store.read, account.id)
    const tried = begun.length > 0 ? begun : given
    if (failure.code === 'not-found') {
      const unlooked = tried.filter(({ id }) => !lookedFor.has(id))
      if (unlooked.length > 0) return lookFor(account, unlooked)
    }
    const isTheirs = failure.retry === 'never' || failure.code === 'internal'
    const mayGoOn = tried.length > 0 && (isTheirs || (begun.length === 0 && (await canOpen(account))))
    if (mayGoOn || begun.length > 0) store.write((db) => putOff(db, tried, failure))
    if (mayGoOn) return true
    rest(account, failure)
    return false
  }

  /** A folder that has another name now is found by its mails, and mails that are elsewhere by their look. */
  async function lookFor(account: Account, operations: readonly StoredOperation[]): Promise<boolean> {
    try {
      await look(account)
      for (const { id } of operations) lookedFor.add(id)
      store.write((db) => resumeRunning(db, account.id, now() + LONGEST_MS))
      return true
    } catch (error) {
      log.failure('operation-failed', error, { account: account.id })
      rest(account, toMailFailure(error))
      return false
    }
  }

  /** Whether the trouble with a folder is its own, and not the connection's. */
  async function canOpen(account: Account): Promise<boolean> {
    return inFolder(account, 'INBOX', async () => true).catch(() => false)
  }

  function putOff(
    db: Parameters<typeof postpone>[0],
    operations: readonly StoredOperation[],
    failure: MailFailure,
  ): void {
    for (const { id, attempts, unsure } of operations) {
      const isLast = failure.code === 'not-found' || attempts >= MOST_ATTEMPTS
      if (isLast) saveFailed(db, id, failure, unsure === 1)
      else postpone(db, id, now() + backOff(attempts, random()))
      lookedFor.delete(id)
    }
  }

  /** Longer each time. */
  function rest(account: Account, failure: MailFailure): void {
    const before = failures.get(account.id) ?? 0
    failures.set(account.id, before + 1)
    wait(account, backOff(before, random()))
    changed(account.id, failure)
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
      if (stopped || !(hasWaiting(store.read, account.id) || hasGhosts(store.read, account.id))) return
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
