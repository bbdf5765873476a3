import type { ImapFlow } from 'imapflow'
import type { EngineContract } from '../../../shared/contract.ts'
import { MailError, toMailFailure } from '../../../shared/errors.ts'
import type { Account, SyncState } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { EventName, EventOf } from '../../../shared/serve.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import { type Act, createActingConnection } from './acting-connection.ts'
import type { IndexMessages } from './index-messages.ts'
import type { IngestMessage } from './ingest-message.ts'
import { createBodyOpener } from './open-body.ts'
import { syncAccount } from './sync-account.ts'
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
  index: IndexMessages
  announce: Announce
  /** Called now and then while an account's mail comes in, and when all of it is here. */
  arrived(account: Account): void
  /** Logs in; gives up when the signal says so. @throws MailError */
  connect(account: Account, signal: AbortSignal): Promise<ImapFlow>
}

/** Everything that goes on between Curtain and one account's server. What fails in it fails nowhere else. */
export interface AccountSession {
  state(): SyncState
  /** Starts a sync, or joins the one under way. @throws MailError */
  sync(): Promise<void>
  /** Fetches one body ahead of all others. @throws MailError */
  openBody(messageId: MessageId): Promise<void>
  /**
   * Runs `act` on a connection kept for acts, in a folder that is open for writing: one act at a time, never while
   * the headers of that folder are synced, and never twice.
   *
   * @throws MailError; 'not-found' when the server has no such folder, 'cancelled' when the session is stopped.
   */
  inFolder<T>(path: string, act: Act<T>): Promise<T>
  /** Ends when nothing of it touches the store any more. */
  stop(): Promise<void>
}

/** Often enough for somebody who watches a list fill. */
const NEWS_MS = 300
/** Enough to learn from: a first sync may take hours. */
const NEWS_MAILS = 2_000

export function createAccountSession(account: Account, parts: SessionParts): AccountSession {
  const { store, log, ingest, index, announce } = parts
  const closing = new AbortController()
  const clients = new Set<ImapFlow>()
  const folders = createThrottle<FolderId>(NEWS_MS)
  const states = createThrottle<SyncState['phase']>(NEWS_MS)
  const fields = { account: account.id }
  let state: SyncState = { accountId: account.id, phase: 'idle', done: 0, total: 0, failure: null }
  let underWay: Promise<void> | undefined

  async function connect(): Promise<ImapFlow> {
    closing.signal.throwIfAborted()
    const client = await parts.connect(account, closing.signal)
    clients.add(client)
    if (closing.signal.aborted) client.close()
    client.once('close', () => clients.delete(client))
    return client
  }

  const bodies = createBodyOpener({ account, store, ingest, connect })
  const folderTurns = createTurns<string>()
  const acting = createActingConnection({ connect, folderTurns })

  function report(phase: SyncState['phase'], done: number, total: number, failure = state.failure): void {
    state = { ...state, phase, done, total, failure }
    states.run(phase, () => announce('sync.state', state))
  }

  function folderChanged(folderId: FolderId): void {
    folders.run(folderId, () => announce('folder.changed', { folderId }))
  }

  /** Stopping closes connections: whatever that makes of a call, this is why. */
  function orCancelled(error: unknown): unknown {
    return closing.signal.aborted ? new MailError('cancelled', { cause: error }) : error
  }

  async function run(): Promise<void> {
    log.info('sync-started', fields)
    const begun = performance.now()
    let stored = 0
    try {
      state = { ...state, failure: null }
      await syncAccount({
        ...{ account, store, log, ingest, connect, folderTurns, report, folderChanged },
        alreadyHere: bodies.opened,
        bodyStored(messageId, folderId) {
          announce('message.changed', { messageId })
          folderChanged(folderId)
          stored += 1
          if (stored % NEWS_MAILS === 0) parts.arrived(account)
        },
        signal: closing.signal,
        // Also after a failure: what did come can be found.
      }).finally(index)
      parts.arrived(account)
      report('idle', 0, 0)
      log.info('sync-finished', { ...fields, ms: Math.round(performance.now() - begun) })
    } catch (error) {
      const told = orCancelled(error)
      log.failure('sync-failed', told, fields)
      report('failed', state.done, state.total, toMailFailure(told))
      throw told
    } finally {
      folders.flush()
      states.flush()
    }
  }

  return {
    state: () => state,
    sync() {
      underWay ??= run().finally(() => {
        underWay = undefined
      })
      return underWay
    },
    async openBody(messageId) {
      await bodies.open(messageId)
      announce('message.changed', { messageId })
    },
    inFolder: (path, act) =>
      acting.inFolder(path, act).catch((error) => {
        throw orCancelled(error)
      }),
    async stop() {
      closing.abort(new MailError('cancelled'))
      for (const client of clients) client.close()
      await Promise.all([bodies.close(), acting.close()])
      await underWay?.catch(() => {})
    },
  }
}
