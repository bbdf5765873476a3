import type { ImapFlow, SearchObject } from 'imapflow'
import type { EngineContract } from '../../../shared/contract.ts'
import { MailError, type MailErrorCode, toMailFailure } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import type { EventName, EventOf } from '../../../shared/serve.ts'
import type { Log } from '../log/log.ts'
import type { ActInFolder } from '../network/in-folder.ts'
import type { Store } from '../store/open-store.ts'
import { actOver } from './act-in-folder.ts'
import { bringLeftOut, bringWhole } from './bring-left-out.ts'
import { createConnectionPlaces, type Purpose } from './connection-places.ts'
import type { IngestMessage } from './ingest-message.ts'
import { type KeepCurrent, keepCurrent } from './keep-current.ts'
import { createKeptConnection } from './kept-connection.ts'
import { listenForNews } from './listen-for-news.ts'
import { createLookAround } from './look-around.ts'
import { createBodyOpener } from './open-body.ts'
import { createFolderRefresh } from './refresh-folder.ts'
import { searchFolder } from './search-server.ts'
import { createSyncProgress } from './sync-progress.ts'
import { createSyncRuns } from './sync-runs.ts'
import { createTurns } from './turns.ts'
import { createFetchWhereItIs } from './where-it-is.ts'

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
  /** How long to wait, in ms, before a download connects again the n-th time in a row. */
  reconnectDelay?(attempt: number): number
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
  /** Bytes of an attachment that was left out of a stored source, still encoded. @throws MailError */
  bringAttachment(messageId: MessageId, at: number): Promise<Buffer>
  /** All of a mail, of which the body is here. @throws MailError */
  bringSource(messageId: MessageId): Promise<Uint8Array>
  /**
   * Brings the rows of all folders up to date, whatever else goes on. Bodies can wait.
   *
   * @returns whether every folder could be read.
   * @throws MailError
   */
  lookAround(): Promise<boolean>
  /** UIDs of the mails in that folder of the server that fit all searches. @throws MailError */
  searchFolder(path: string, searches: readonly SearchObject[], signal: AbortSignal): Promise<number[]>
  /** Also throws 'cancelled' when the session is stopped. */
  inFolder<T>(path: string, act: ActInFolder<T>): Promise<T>
  /** Ends when nothing of it touches the store any more. */
  stop(): Promise<void>
}

/** What only the user can mend, and a server may take for an attack when it sees it often. */
const REFUSALS: ReadonlySet<MailErrorCode> = new Set(['wrong-password', 'sign-in-expired'])
const POLL_MS = 5 * 60_000

export function createAccountSession(account: Account, parts: SessionParts): AccountSession {
  const { store, log, ingest, announce } = parts
  const closing = new AbortController()
  const clients = new Set<ImapFlow>()
  const progress = createSyncProgress(account.id, announce)
  let refused: MailError | undefined
  let keeping: KeepCurrent | undefined

  async function connect(purpose: Purpose): Promise<ImapFlow> {
    closing.signal.throwIfAborted()
    // A server that is sent a wrong password again and again locks the account.
    if (refused !== undefined) throw refused
    const signal = AbortSignal.any([closing.signal, runs.signal()])
    const client = await parts.connect(account, signal, purpose).catch((error) => {
      if (error instanceof MailError && REFUSALS.has(error.code)) {
        refused = error
        progress.report('failed', 0, 0, toMailFailure(error))
      }
      throw error
    })
    clients.add(client)
    client.once('close', () => clients.delete(client))
    if (signal.aborted) client.close()
    return client
  }

  function disconnect(): void {
    for (const client of clients) client.close()
  }

  const places = createConnectionPlaces()
  const keep = (purpose: Purpose) =>
    createKeptConnection({ purpose, places, connect: () => connect(purpose) })
  const kept = { open: keep('open'), act: keep('act'), search: keep('search'), sync: keep('sync') }
  const folderTurns = createTurns<string>()
  const fetchWhereItIs = createFetchWhereItIs({
    ...{ store, connection: kept.open },
    lookAround: () => lookAround(),
  })
  const bodies = createBodyOpener({ account, store, ingest, fetchWhereItIs })
  const act = actOver(kept.act, folderTurns)
  const refresh = createFolderRefresh({
    ...{ account, store, folderTurns, folderChanged: progress.folderChanged },
    connection: kept.act,
  })
  const runs = createSyncRuns({
    ...{ ...parts, account, folderTurns, progress, disconnect },
    connection: kept.sync,
    closing: closing.signal,
    alreadyHere: bodies.opened,
    synced: () => keeping?.mended(),
  })

  const lookAround = createLookAround({
    ...{ account, store, log, folderTurns, rowsHere: runs.rowsHere, folderChanged: progress.folderChanged },
    connection: kept.act,
    signal: closing.signal,
  })

  /** Ending on purpose closes connections: whatever that makes of a call, this is why. */
  function orCancelled(error: unknown): unknown {
    return closing.signal.aborted ? new MailError('cancelled', { cause: error }) : error
  }

  async function newsIn(path: string): Promise<boolean> {
    let isSeen = false
    try {
      await refresh(path)
      isSeen = true
      if (!closing.signal.aborted) await runs.news()
    } catch (error) {
      // The next sync meets the same trouble, and tells of it.
      log.failure('sync-failed', orCancelled(error), { account: account.id })
    }
    return isSeen
  }

  const listen = () =>
    listenForNews({
      ...{ account, store, places, newsIn, sync: runs.join, isSyncing: runs.isSyncing },
      hasFailed: () => progress.state().phase === 'failed',
      connect: () => connect('listen'),
      pollEveryMs: parts.pollEveryMs ?? POLL_MS,
      signal: closing.signal,
    }).catch((error) => {
      const failure = toMailFailure(orCancelled(error))
      if (failure.retry === 'after-user') progress.report('failed', 0, 0, failure)
      throw error
    })

  return {
    state: progress.state,
    /** Somebody asks for it: a password that was refused may be tried again. */
    sync() {
      refused = undefined
      return runs.join()
    },
    keepCurrent() {
      keeping ??= keepCurrent({ sync: runs.rows, listen, signal: closing.signal })
    },
    wake() {
      void runs.interrupt().then(() => {
        if (refused !== undefined || keeping === undefined) return
        keeping.hurry()
        // What was interrupted may have come to its end all the same, and knows nothing new.
        runs.join().catch(() => {})
      })
    },
    async renew() {
      await runs.interrupt()
      refused = undefined
      keeping?.hurry()
      await runs.join()
    },
    async openBody(messageId) {
      await bodies.open(messageId)
      announce('message.changed', { messageId })
    },
    async bringAttachment(messageId, at) {
      const bytes = await bringLeftOut(store, fetchWhereItIs, { messageId, at }).catch((error) => {
        throw orCancelled(error)
      })
      announce('message.changed', { messageId })
      return bytes
    },
    bringSource: (messageId) =>
      bringWhole(store, fetchWhereItIs, messageId).catch((error) => {
        throw orCancelled(error)
      }),
    lookAround: () =>
      lookAround().catch((error) => {
        throw orCancelled(error)
      }),
    async searchFolder(path, searches, signal) {
      // Nothing else makes a server stop looking.
      const stop = () => void kept.search.close()
      signal.addEventListener('abort', stop)
      const use = (client: ImapFlow) => {
        if (signal.aborted) throw new MailError('cancelled')
        return searchFolder(client, path, searches)
      }
      try {
        return await kept.search.run(use, () => !signal.aborted)
      } catch (error) {
        throw signal.aborted ? new MailError('cancelled', { cause: error }) : orCancelled(error)
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },
    inFolder: (path, use) =>
      act(path, use).catch((error) => {
        throw orCancelled(error)
      }),
    async stop() {
      closing.abort(new MailError('cancelled'))
      places.close()
      disconnect()
      await Promise.all(Object.values(kept).map((connection) => connection.close()))
      await Promise.allSettled([runs.ended(), keeping?.ended])
    },
  }
}
