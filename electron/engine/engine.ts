import { availableParallelism } from 'node:os'
import { type EngineContract, type EngineHandlers, engineContract } from '../../shared/contract.ts'
import { MailError } from '../../shared/errors.ts'
import type { Account, AccountId } from '../../shared/models/account.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import type { MessageId } from '../../shared/models/message.ts'
import { incomingSecret, outgoingSecret, proxySecret } from '../../shared/models/secret.ts'
import type { Port } from '../../shared/port.ts'
import { type EventName, type EventOf, serve } from '../../shared/serve.ts'
import type { Log } from './log/log.ts'
import { createGuardedFetch, type DoorSettings, type NetworkOptions } from './network/guarded-fetch.ts'
import { createGuardedRequest } from './network/guarded-request.ts'
import type { Login } from './network/login.ts'
import { createServiceLookUp } from './network/look-up-services.ts'
import {
  IMAP_DEADLINES,
  type ImapDeadlines,
  type ImapServer,
  LISTENING_DEADLINES,
  MAX_SOURCE_BYTES,
  openImap,
  SEARCHING_DEADLINES,
} from './network/open-imap.ts'
import { checkSmtp, sendMail } from './network/open-smtp.ts'
import { PictureError } from './network/picture-error.ts'
import { createOperations } from './operations/operations.ts'
import { accountProcedures, type Secrets } from './procedures/account.ts'
import { accountSetupProcedures } from './procedures/account-setup.ts'
import { createBringMail } from './procedures/bring-mail.ts'
import { folderProcedures } from './procedures/folder.ts'
import { leakTestProcedures } from './procedures/leak-test.ts'
import { messageProcedures } from './procedures/message.ts'
import { offlineProcedures } from './procedures/offline.ts'
import { operationProcedures } from './procedures/operation.ts'
import { privacyProcedures } from './procedures/privacy.ts'
import { privacyReportProcedures } from './procedures/privacy-report.ts'
import { recoveryProcedures } from './procedures/recovery.ts'
import { remoteContentProcedures } from './procedures/remote-content.ts'
import { searchProcedures } from './procedures/search.ts'
import { threadProcedures } from './procedures/thread.ts'
import { type PickPaths, transferProcedures } from './procedures/transfer.ts'
import { createReceipts } from './receipts/send-receipt.ts'
import { learnFor } from './remote-content/account-authserv.ts'
import { createImageVault } from './remote-content/image-vault.ts'
import { createImageLoader } from './remote-content/load-images.ts'
import { createCredentials } from './sign-in/credentials.ts'
import { createSignIns } from './sign-in/sign-ins.ts'
import { deleteAccount, listAccounts } from './store/accounts.ts'
import { clearFolder } from './store/clear-folder.ts'
import type { DatabaseKey } from './store/database-key.ts'
import { listFolderStates } from './store/folders.ts'
import { listIdentities } from './store/identities.ts'
import { inTurns } from './store/in-turns.ts'
import { openStore, type Store } from './store/open-store.ts'
import { deleteOrphans, listOrphans, ORPHANS_AT_ONCE } from './store/orphans.ts'
import { mayHaveBeenAsked } from './store/recovery.ts'
import { readSettings } from './store/settings.ts'
import type { Announce } from './sync/account-session.ts'
import { createAccountSessions } from './sync/account-sessions.ts'
import type { Purpose } from './sync/connection-places.ts'
import { deriveNothing } from './sync/derive-message.ts'
import { createIngestion } from './sync/ingest-message.ts'
import { rejudgeStored } from './sync/rejudge-stored.ts'
import { threadStored } from './sync/thread-stored.ts'
import { createWorkerPool } from './sync/worker-pool.ts'
import { matchOpenService } from './trackers/catalogue/match-catalogue.ts'
import { createTransfers } from './transfer/transfers.ts'

export type { Secrets } from './procedures/account.ts'

export interface EngineOptions {
  /** Holds mail.db; made when missing. */
  dataDir: string
  /** 32 bytes that mail.db is encrypted with; without them it is not. */
  databaseKey?: DatabaseKey
  /** The database is damaged: whoever starts the engine anew gets it recovered. */
  onDamage?(): void
  secrets: Secrets
  log: Log
  /** Demo and tests only. */
  network?: NetworkOptions
  /** Built file or source of sync/ingest-worker. */
  ingestWorker: URL
  /** Without it nothing is ever chosen, so nothing is imported or exported. */
  pickPaths?: PickPaths
  /** Worker threads that read mail. */
  workers?: number
}

export type EngineListener = <N extends EventName<EngineContract>>(
  name: N,
  payload: EventOf<EngineContract, N>,
) => void

export interface Engine {
  handlers: EngineHandlers
  /** @returns a function that ends it. */
  onEvent(listener: EngineListener): () => void
  /** Answers at this port until it is closed, or the engine stops. @returns a function that ends it. */
  serve(port: Port): () => void
  /** From now on syncs every account by itself, those too that are added later. */
  keepCurrent(): void
  /** The machine slept, or its network went or came: connects anew and looks what there is, at once. */
  wake(): void
  /** Ends when every socket and worker is closed and all that was fetched is stored. */
  stop(): Promise<void>
}

/**
 * The whole mail engine, without Electron: the utility process, the CLI and the tests run this.
 *
 * @throws MailError 'data-in-use', 'database-locked', 'database-newer' or 'disk-full'.
 */
export function startEngine(options: EngineOptions): Engine {
  const { secrets, log, network = {}, ingestWorker } = options
  const { databaseKey: key = null, onDamage } = options
  const store = openStore(options.dataDir, { key, ...(onDamage && { onDamage }) })
  const stopping = new AbortController()
  const listeners = new Set<EngineListener>()
  const announce: Announce = (name, payload) => {
    for (const listener of listeners) {
      // Whoever listens can fail, a port that is closed among them: no reason for a sync to end.
      try {
        listener(name, payload)
      } catch (error) {
        log.failure('procedure-failed', error)
      }
    }
  }

  const picturesChanged = (messageId: MessageId) => announce('remoteContent.changed', { messageId })

  const pool = createWorkerPool({ worker: ingestWorker, size: options.workers ?? workerCount(), log })
  const doorSettings = (): DoorSettings => {
    const { allowHttp, proxy, proxyUnknown } = readSettings(store.read)
    if (proxyUnknown) throw new PictureError('proxy-unknown')
    return { allowHttp, proxy: proxy && { ...proxy, password: () => secrets.get(proxySecret) } }
  }
  const fetchPicture = createGuardedFetch(network, doorSettings)
  const rejudging = rejudgeStored({ store, pool, log, announce, signal: stopping.signal })
  const threading = threadStored({ store, log, announce, signal: stopping.signal })
  const proxy = () => doorSettings().proxy
  const request = createGuardedRequest(network, proxy)
  const signIns = createSignIns(request)
  const credentials = createCredentials(
    {
      get: (accountId) => secrets.get(incomingSecret(accountId)),
      set: (accountId, secret) => secrets.set(incomingSecret(accountId), secret),
    },
    request,
  )
  const sessions = createAccountSessions({
    ...{ store, log, announce },
    ingest: createIngestion({ store, pool, log }),
    connect: (account, signal, purpose) =>
      credentials.with(account, (login) => logIn(account, login, signal, purpose)),
    arrived(account) {
      void receipts.mark(account)
      operations.reachable(account.id)
      if (store.write((db) => learnFor(db, account))) announce('privacy.changed', { accountId: account.id })
    },
  })
  const bring = createBringMail({ store, sessions })
  const receipts = createReceipts({
    ...{ store, log },
    inFolder: (account, path, act) => sessions.of(account).inFolder(path, act),
    async sendMail(account, mail) {
      if (account.smtp === null) throw new MailError('no-outgoing-server')
      const { smtp } = account
      const send = (login: Login) => sendMail(smtp, login, mail, { signal: stopping.signal })
      if (!smtp.ownPassword) return credentials.with(account, send)
      const password = await secrets.get(outgoingSecret(account.id))
      if (password === null) throw new MailError('wrong-password')
      await send(password)
    },
    changed: (messageId) => announce('message.changed', { messageId }),
  })
  const operations = createOperations({
    ...{ store, log },
    inFolder: async (account, path, act) => sessions.of(account).inFolder(path, act),
    look: async (account) => sessions.of(account).lookAround(),
    async derive(source, account) {
      const recipients = listIdentities(store.read, account)
      return (
        (await pool.derive({ source, isCompressed: false, recipients }, 'fetched')) ?? deriveNothing(source)
      )
    },
    folderChanged: (folderId) => announce('folder.changed', { folderId }),
    messageChanged: (messageId) => announce('message.changed', { messageId }),
    operationChanged: (accountId) => announce('operation.changed', { accountId }),
  })
  const transfers = createTransfers({
    store,
    largest: MAX_SOURCE_BYTES,
    append: operations.append,
    appendRoom: operations.appendRoom,
    source: bring.source,
    imported(folderId) {
      // How it goes is told by events.
      sessions
        .of(findFolder(store, folderId).account)
        .sync()
        .catch(() => {})
    },
    changed: (transfer) => announce('transfer.state', transfer),
  })
  const vault = createImageVault({
    store,
    maxBytes: () => readSettings(store.read).vaultMegabytes * 1_000_000,
    announce: picturesChanged,
  })
  const loadImages = createImageLoader({
    ...{ store, vault, fetchPicture, announce: picturesChanged },
    isTracker: (url) => matchOpenService(new URL(url)) !== null,
  })
  const loadUnasked = (messageId: MessageId) => {
    if (mayHaveBeenAsked(store.read, messageId)) return
    loadImages(messageId, { kind: 'pictures' }, { automatic: true }).catch((error) => {
      log.failure('procedure-failed', error, { message: messageId })
    })
  }
  const leakTest = leakTestProcedures({ fetchPicture })
  const trimVault = () => vault.trim().catch((error) => log.failure('procedure-failed', error))
  const handlers: EngineHandlers = {
    ...accountProcedures({
      ...{ store, secrets, sessions, announce, credentials, signIns },
      tryLogin: (server, login) => tryLogin(server, login, stopping.signal),
      tryOutgoing: (server, login) => checkSmtp(server, login, { signal: stopping.signal }),
      deleteMail: (accountId) => deleteMail(store, accountId),
    }),
    ...accountSetupProcedures({
      ...{ request, signIns, signal: stopping.signal },
      // A name server would be asked around the proxy; and a demo has no names to be asked about.
      lookUpServices: () =>
        proxy() === null && network.resolve === undefined ? createServiceLookUp() : null,
    }),
    ...offlineProcedures({ store, sessions, announce }),
    ...folderProcedures({ store }),
    ...searchProcedures({ store, sessions }),
    ...leakTest.handlers,
    'judgement.state': () => rejudging.state(),
    ...recoveryProcedures({ store }),
    ...threadProcedures({ store, announce }),
    ...messageProcedures({
      ...{ store, bring, receipts, loadUnasked },
      ...{ isUnderWay: loadImages.isUnderWay, fetchedFor: loadImages.fetchedFor },
    }),
    ...operationProcedures(operations, receipts.ignore),
    ...transferProcedures(transfers, options.pickPaths ?? (async () => [])),
    ...privacyProcedures({
      ...{ store, secrets },
      changed() {
        fetchPicture.settingsChanged()
        announce('privacy.changed', { accountId: null })
        void trimVault()
      },
    }),
    ...privacyReportProcedures({ store }),
    ...remoteContentProcedures({ store, vault, loadImages }),
  }
  // The user may have asked for a smaller vault, now or just before the program ended.
  void trimVault()
  log.info('engine-started')

  return {
    handlers,
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    serve(port) {
      const served = serve(engineContract, port, handlers, (_procedure, error) => {
        log.failure('procedure-failed', error)
      })
      const listener: EngineListener = (name, payload) => served.announce(name, payload)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        served.close()
      }
    },
    keepCurrent() {
      sessions.keepCurrent(listAccounts(store.read))
      operations.resume()
    },
    wake() {
      sessions.wake()
      operations.resume()
    },
    async stop() {
      stopping.abort(new MailError('cancelled'))
      signIns.cancelAll()
      // Sessions end by failing what waits for the workers, so the workers go first.
      await pool.stop()
      await transfers.stop()
      const told = operations.stop()
      await sessions.endAll()
      await told
      await receipts.ended()
      await rejudging.ended
      await threading
      await leakTest.stop()
      await fetchPicture.close()
      await loadImages.ended()
      await store.close()
      log.info('engine-stopped')
    },
  }
}

function findFolder(store: Store, folderId: FolderId): { account: Account; path: string } {
  for (const account of listAccounts(store.read)) {
    const folder = listFolderStates(store.read, account.id).find(({ id }) => id === folderId)
    if (folder !== undefined) return { account, path: folder.path }
  }
  throw new MailError('not-found')
}

/** One core stays with the sockets and the database; more than four readers wait for those anyway. */
function workerCount(): number {
  return Math.min(4, Math.max(1, availableParallelism() - 1))
}

async function logIn(account: Account, login: Login, signal: AbortSignal, purpose: Purpose) {
  return openImap(account, login, { signal, deadlines: deadlinesOf(purpose) })
}

function deadlinesOf(purpose: Purpose): ImapDeadlines {
  if (purpose === 'listen') return LISTENING_DEADLINES
  return purpose === 'search' ? SEARCHING_DEADLINES : IMAP_DEADLINES
}

async function tryLogin(server: ImapServer, login: Login, signal: AbortSignal): Promise<void> {
  const client = await openImap(server, login, { signal })
  await client.logout().catch(() => {})
}

/** In small transactions: the other accounts go on meanwhile. */
async function deleteMail(store: Store, accountId: AccountId): Promise<void> {
  for (const { id } of listFolderStates(store.read, accountId)) {
    await clearFolder(store, id)
    await inTurns(store, listOrphans(store.read, accountId), ORPHANS_AT_ONCE, deleteOrphans)
  }
  store.write((db) => deleteAccount(db, accountId))
}
