import type { ImapFlow, SearchObject } from 'imapflow'
import type { EngineContract } from '../../../shared/contract.ts'
import { MailError, type MailErrorCode, toMailFailure } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import type { EventName, EventOf } from '../../../shared/serve.ts'
import type { Log } from '../log/log.ts'
import type { ActInFolder } from '../network/in-folder.ts'
import { countMissingBodies } from '../store/bodies.ts'
import { keptSince } from '../store/offline.ts'
import type { Store } from '../store/open-store.ts'
import { actOver } from './act-in-folder.ts'
import { createConnectionPlaces, type Purpose } from './connection-places.ts'
import type { IngestMessage } from './ingest-message.ts'
import { type KeepCurrent, keepCurrent } from './keep-current.ts'
import { createKeptConnection } from './kept-connection.ts'
import { listenForNews } from './listen-for-news.ts'
import { createBodyOpener } from './open-body.ts'
import { createFolderRefresh } from './refresh-folder.ts'
import { searchFolder } from './search-server.ts'
import { type AccountSync, syncAccount, syncBodies } from './sync-account.ts'
import { createThrottle } from './throttle.ts'
import { createTurns } from './turns.ts'

export type Announce = <N extends EventName<EngineContract>>(
  name: N,
  payload: EventOf<EngineContract, N>,
) => void

export interface SessionParts {
  store: Store
  log: Log
  ingest: IngestMessage
  announce: Announce
  /** Called now and then while an account's mail comes in, and when all of it is here. */
  arrived(account: Account): void
  /** Logs in; gives up when the signal says so. @throws MailError */
  connect(account: Account, signal: AbortSignal, purpose: Purpose): Promise<ImapFlow>
  /** How often the folders that nobody listens to are looked after. */
  pollEveryMs?: number
}

/** Everything that goes on between Curtain and one account's server. What fails in it fails nowhere else. */
export interface AccountSession {
  state(): SyncState
  /** Starts a sync, or joins the one under way. @throws MailError */
  sync(): Promise<void>
  /** From now on syncs by itself: as news come, now and then, and again after a failure. */
  keepCurrent(): void
  /** The network or the machine was away: no connection is trusted any more, and all begins again at once. */
  wake(): void
  /** The password is another: what is under way ends, and begins again with it. @throws MailError */
  renew(): Promise<void>
  /** Fetches one body ahead of all others. @throws MailError */
  openBody(messageId: MessageId): Promise<void>
  /** UIDs of the mails in that folder of the server that fit all searches. @throws MailError */
  searchFolder(path: string, searches: readonly SearchObject[]): Promise<number[]>
  /** Also throws 'cancelled' when the session is stopped. */
  inFolder<T>(path: string, act: ActInFolder<T>): Promise<T>
  /** Ends when nothing of it touches the store any more. */
  stop(): Promise<void>
}

/** Often enough for somebody who watches a list fill. */
const NEWS_MS = 300
/** Enough to learn from: a first sync may take hours. */
const NEWS_MAILS = 2_000
/** What only the user can mend, and a server may take for an attack when it sees it often. */
const REFUSALS: ReadonlySet<MailErrorCode> = new Set(['wrong-password', 'sign-in-expired'])
const POLL_MS = 5 * 60_000

export function createAccountSession(account: Account, parts: SessionParts): AccountSession {
  const { store, log, ingest, announce } = parts
  const closing = new AbortController()
  const clients = new Set<ImapFlow>()
  const folders = createThrottle<FolderId>(NEWS_MS)
  const states = createThrottle<SyncState['phase']>(NEWS_MS)
  const fields = { account: account.id }
  let state: SyncState = {
    ...{ accountId: account.id, phase: 'idle', done: 0, total: 0, failure: null },
    ...{ unreadable: [], leftOut: 0 },
  }
  const unreadable = new Map<FolderId, MailError>()
  let attempt = new AbortController()
  let underWay: Promise<void> | undefined
  let listed = Promise.withResolvers<void>()
  let fetching: Promise<void> | undefined
  let refused: MailError | undefined
  let keeping: KeepCurrent | undefined

  async function connect(purpose: Purpose): Promise<ImapFlow> {
    closing.signal.throwIfAborted()
    // A server that is sent a wrong password again and again locks the account.
    if (refused !== undefined) throw refused
    const signal = AbortSignal.any([closing.signal, attempt.signal])
    const client = await parts.connect(account, signal, purpose).catch((error) => {
      if (error instanceof MailError && REFUSALS.has(error.code)) {
        refused = error
        report('failed', 0, 0, toMailFailure(error))
      }
      throw error
    })
    clients.add(client)
    client.once('close', () => clients.delete(client))
    if (signal.aborted) client.close()
    return client
  }

  const places = createConnectionPlaces()
  const keep = (purpose: Purpose) =>
    createKeptConnection({ purpose, places, connect: () => connect(purpose) })
  const kept = { open: keep('open'), act: keep('act'), sync: keep('sync') }
  const folderTurns = createTurns<string>()
  const bodies = createBodyOpener({ account, store, ingest, connection: kept.open })
  const act = actOver(kept.act, folderTurns)
  const refresh = createFolderRefresh({
    ...{ account, store, folderTurns, folderChanged },
    connection: kept.act,
  })

  function report(phase: SyncState['phase'], done: number, total: number, failure = state.failure): void {
    state = { ...state, phase, done, total, failure, unreadable: [...unreadable.keys()] }
    states.run(phase, () => announce('sync.state', state))
  }

  function folderChanged(folderId: FolderId): void {
    folders.run(folderId, () => announce('folder.changed', { folderId }))
  }

  /** Ending on purpose closes connections: whatever that makes of a call, this is why. */
  function orCancelled(error: unknown, signal = closing.signal): unknown {
    return signal.aborted ? new MailError('cancelled', { cause: error }) : error
  }

  async function run(work: (client: ImapFlow, sync: AccountSync) => Promise<void>): Promise<void> {
    const given = attempt.signal
    const signal = AbortSignal.any([closing.signal, given])
    let stored = 0
    try {
      report('connecting', 0, 0, null)
      await kept.sync.run(
        (client) =>
          work(client, {
            ...{ account, store, log, ingest, folderTurns, unreadable, report, folderChanged, signal },
            reconnect: kept.sync.reopen,
            makeRoom: kept.sync.makeRoom,
            alreadyHere: bodies.opened,
            listed: listed.resolve,
            leftOut(count) {
              state = { ...state, leftOut: count }
            },
            bodyStored(messageId, folderId) {
              announce('message.changed', { messageId })
              folderChanged(folderId)
              stored += 1
              if (stored % NEWS_MAILS === 0) parts.arrived(account)
            },
          }),
        () => !signal.aborted,
      )
      parts.arrived(account)
      report('idle', 0, 0)
    } catch (error) {
      const told = orCancelled(error, signal)
      log.failure('sync-failed', told, fields)
      if (!given.aborted) report('failed', state.done, state.total, toMailFailure(told))
      throw told
    } finally {
      folders.flush()
      states.flush()
    }
  }

  async function syncAll(): Promise<void> {
    log.info('sync-started', fields)
    const begun = performance.now()
    listed = Promise.withResolvers()
    await run(syncAccount)
    log.info('sync-finished', { ...fields, ms: Math.round(performance.now() - begun) })
    keeping?.mended()
  }

  function joinSync(): Promise<void> {
    underWay ??= syncAll().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  /** Until all rows are up to date: news are not to wait for the bodies. */
  const syncRows = () => Promise.race([joinSync(), listed.promise])

  /** Somebody asks for it: a password that was refused may be tried again. */
  function sync(): Promise<void> {
    refused = undefined
    return joinSync()
  }

  /** What came lately; a sync that is under way brings it too. */
  async function fetchNews(): Promise<void> {
    await underWay?.catch(() => {})
    const since = keptSince(store.read, account.id, Date.now())
    if (countMissingBodies(store.read, account.id, since) > 0) await run(syncBodies)
  }

  async function newsIn(path: string): Promise<void> {
    try {
      await refresh(path)
      if (closing.signal.aborted) return
      fetching ??= fetchNews().finally(() => {
        fetching = undefined
      })
      await fetching
    } catch (error) {
      // The next sync meets the same trouble, and tells of it.
      log.failure('sync-failed', orCancelled(error), fields)
    }
  }

  const listen = () =>
    listenForNews({
      ...{ account, store, places, newsIn, sync: joinSync },
      isSyncing: () => underWay !== undefined,
      hasFailed: () => state.phase === 'failed',
      connect: () => connect('listen'),
      pollEveryMs: parts.pollEveryMs ?? POLL_MS,
      signal: closing.signal,
    }).catch((error) => {
      const failure = toMailFailure(orCancelled(error))
      if (failure.retry === 'after-user') report('failed', 0, 0, failure)
      throw error
    })

  /** Ends all that is under way, for it to begin anew. */
  async function interrupt(): Promise<void> {
    attempt.abort(new MailError('cancelled'))
    attempt = new AbortController()
    listed = Promise.withResolvers()
    disconnect()
    await Promise.allSettled([underWay, fetching])
  }

  function disconnect(): void {
    for (const client of clients) client.close()
  }

  return {
    state: () => state,
    sync,
    keepCurrent() {
      keeping ??= keepCurrent({ sync: syncRows, listen, signal: closing.signal })
    },
    wake() {
      void interrupt().then(() => {
        if (refused !== undefined || keeping === undefined) return
        keeping.hurry()
        // What was interrupted may have come to its end all the same, and knows nothing new.
        joinSync().catch(() => {})
      })
    },
    async renew() {
      await interrupt()
      refused = undefined
      keeping?.hurry()
      await joinSync()
    },
    async openBody(messageId) {
      await bodies.open(messageId)
      announce('message.changed', { messageId })
    },
    searchFolder: (path, searches) =>
      kept.open
        .run((client) => searchFolder(client, path, searches))
        .catch((error) => {
          throw orCancelled(error)
        }),
    inFolder: (path, use) =>
      act(path, use).catch((error) => {
        throw orCancelled(error)
      }),
    async stop() {
      closing.abort(new MailError('cancelled'))
      places.close()
      disconnect()
      await Promise.all(Object.values(kept).map((connection) => connection.close()))
      await Promise.allSettled([underWay, fetching, keeping?.ended])
    },
  }
}
