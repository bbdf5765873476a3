import type { ImapFlow } from 'imapflow'
import { MailError, toMailFailure } from '../../../shared/errors.ts'
import { countMissingBodies, retryFailedBodies } from '../store/bodies.ts'
import { foldersOfThread } from '../store/muted-threads.ts'
import { keptSince } from '../store/offline.ts'
import type { SessionParts } from './account-session.ts'
import type { KeptConnection } from './kept-connection.ts'
import { reconnectDelay as delayOf } from './reconnect-delay.ts'
import { type AccountSync, syncAccount, syncBodies } from './sync-account.ts'
import type { SyncProgress } from './sync-progress.ts'

/** What gets an account's mail: one sync at a time, and the bodies of news between them. */
export interface SyncRuns {
  /** Starts a sync, or joins the one under way. @throws MailError */
  join(): Promise<void>
  /** The same, until all rows are up to date: who wants to listen for news is not to wait for bodies. */
  rows(): Promise<void>
  /** Ends when no sync is at the rows, however it went. */
  rowsHere(): Promise<void>
  isSyncing(): boolean
  /** Brings the bodies of what came lately. @throws MailError */
  news(): Promise<void>
  /** Aborted when all is to begin anew. */
  signal(): AbortSignal
  /** Ends all that is under way, for it to begin anew. */
  interrupt(): Promise<void>
  /** Ends when nothing of it runs any more. */
  ended(): Promise<void>
}

export interface SyncRunParts
  extends Pick<SessionParts, 'store' | 'log' | 'ingest' | 'announce' | 'arrived' | 'reconnectDelay'>,
    Pick<AccountSync, 'account' | 'folderTurns' | 'alreadyHere'> {
  progress: SyncProgress
  connection: KeptConnection
  closing: AbortSignal
  disconnect(): void
  /** A sync has come to its end. */
  synced(): void
}

/** Enough to learn from: a first sync may take hours. */
const NEWS_MAILS = 2_000

export function createSyncRuns(parts: SyncRunParts): SyncRuns {
  const { account, store, log, ingest, announce, arrived, folderTurns, alreadyHere } = parts
  const { progress, connection, closing } = parts
  const { reconnectDelay = (attempt: number) => delayOf(attempt, Math.random()) } = parts
  const fields = { account: account.id }
  let attempt = new AbortController()
  let underWay: Promise<void> | undefined
  let listed = Promise.withResolvers<void>()
  let fetching: Promise<void> | undefined
  let isAnew = true

  /** @param mayGoOn false: something else has taken over, and reports. */
  async function run(
    work: (client: ImapFlow, sync: AccountSync) => Promise<void>,
    mayGoOn = () => true,
  ): Promise<void> {
    const given = attempt.signal
    const signal = AbortSignal.any([closing, given])
    const report: SyncProgress['report'] = (...state) => {
      if (mayGoOn()) progress.report(...state)
    }
    let stored = 0
    try {
      report('connecting', 0, 0, null)
      await connection.run(
        (client) => {
          // It may have waited for its turn, and for a connection that was made for what began anew.
          signal.throwIfAborted()
          return work(client, {
            ...{ account, store, log, ingest, folderTurns, alreadyHere, mayGoOn, report, signal },
            unreadable: progress.unreadable,
            leftOut: progress.leftOut,
            folderChanged: progress.folderChanged,
            reconnect: connection.reopen,
            reconnectDelay,
            makeRoom: connection.makeRoom,
            isWanted: connection.isWanted,
            listed: listed.resolve,
            bodyStored(messageId, folderId) {
              announce('message.changed', { messageId })
              // A conversation that lies in several folders has a line in each.
              const folders = new Set([folderId, ...foldersOfThread(store.read, messageId)])
              for (const id of folders) progress.folderChanged(id)
              stored += 1
              if (stored % NEWS_MAILS === 0) arrived(account)
            },
          })
        },
        () => !signal.aborted,
      )
      arrived(account)
      report('idle', 0, 0)
    } catch (error) {
      // Ending on purpose closes connections: whatever that makes of a call, this is why.
      const told = signal.aborted ? new MailError('cancelled', { cause: error }) : error
      log.failure('sync-failed', told, fields)
      const { done, total } = progress.state()
      if (!given.aborted) report('failed', done, total, toMailFailure(told))
      throw told
    } finally {
      progress.flush()
    }
  }

  async function syncAll(): Promise<void> {
    log.info('sync-started', fields)
    const begun = performance.now()
    listed = Promise.withResolvers()
    if (isAnew) store.write((db) => retryFailedBodies(db, account.id))
    isAnew = false
    await run(syncAccount)
    log.info('sync-finished', { ...fields, ms: Math.round(performance.now() - begun) })
    parts.synced()
  }

  function join(): Promise<void> {
    underWay ??= syncAll().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  async function fetchNews(): Promise<void> {
    const given = attempt.signal
    // It brings them too.
    await underWay?.catch(() => {})
    // So does what has begun anew.
    if (given.aborted) return
    const since = keptSince(store.read, account.id, Date.now())
    // A sync has rows to bring, and after them these bodies: it is not to wait for them.
    const mayGoOn = () => underWay === undefined
    if (countMissingBodies(store.read, account.id, since) > 0) await run(syncBodies, mayGoOn)
  }

  return {
    join,
    rows: () => Promise.race([join(), listed.promise]),
    async rowsHere() {
      await Promise.race([underWay, listed.promise]).catch(() => {})
    },
    isSyncing: () => underWay !== undefined,
    news() {
      fetching ??= fetchNews().finally(() => {
        fetching = undefined
      })
      return fetching
    },
    signal: () => attempt.signal,
    async interrupt() {
      attempt.abort(new MailError('cancelled'))
      attempt = new AbortController()
      isAnew = true
      listed = Promise.withResolvers()
      parts.disconnect()
      await Promise.allSettled([underWay, fetching])
    },
    async ended() {
      await Promise.allSettled([underWay, fetching])
    },
  }
}
