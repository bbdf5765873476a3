import { onTestFinished } from 'vitest'
import type { Folder } from '../../../shared/models/folder.ts'
import type { MessageRow } from '../../../shared/models/message.ts'
import { silentLog } from '../log/log.ts'
import { type ImapDeadlines, type ImapServer, openImap } from '../network/open-imap.ts'
import { insertAccount, listAccounts } from '../store/accounts.ts'
import { listFolders } from '../store/folders.ts'
import { listMessages } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { type AccountSession, createAccountSession } from '../sync/account-session.ts'
import { createIngestion } from '../sync/ingest-message.ts'
import { createWorkerPool } from '../sync/worker-pool.ts'
import { openTempStore } from './temp-store.ts'

export interface TestSession {
  store: Store
  session: AccountSession
  /** Names of events with their payloads, in order. */
  events: [name: string, payload: unknown][]
  folders(): Folder[]
  folder(path: string): Folder
  /** Newest first. */
  rows(path?: string): MessageRow[]
}

const inTime: ImapDeadlines = { openMs: 20_000, silenceMs: 20_000 }

/** One account's session on a store of its own, with a real worker; everything ends with the test. */
export function openTestSession(
  server: ImapServer,
  options: {
    password?: string
    deadlines?: ImapDeadlines
    onEvent?: (name: string) => void
    pollEveryMs?: number
    reconnectDelay?: (attempt: number) => number
  } = {},
): TestSession {
  const { password = 'secret', deadlines = inTime, onEvent, pollEveryMs, reconnectDelay = () => 0 } = options
  const store = openTempStore()
  const log = silentLog
  const pool = createWorkerPool({
    worker: new URL('../sync/ingest-worker.ts', import.meta.url),
    size: 1,
    log,
  })
  const id = store.write((db) =>
    insertAccount(db, { ...server, address: `${server.user}@example.org`, displayName: '' }),
  )
  const account = listAccounts(store.read).find((one) => one.id === id)
  if (account === undefined) throw new Error('no account')
  const events: TestSession['events'] = []
  const session = createAccountSession(account, {
    ...{ store, log },
    ingest: createIngestion({ store, pool, log }),
    reconnectDelay,
    announce(name, payload) {
      events.push([name, payload])
      onEvent?.(name)
    },
    arrived() {},
    connect: (_account, signal) => openImap(server, password, { deadlines, signal }),
    ...(pollEveryMs === undefined ? {} : { pollEveryMs }),
  })
  onTestFinished(async () => {
    await pool.stop()
    await session.stop()
  })

  const folders = () => listFolders(store.read, id)
  function folder(path: string): Folder {
    const found = folders().find((one) => one.path === path)
    if (found === undefined) throw new Error(`no folder ${path}`)
    return found
  }
  return {
    ...{ store, session, events, folders, folder },
    rows: (path = 'INBOX') =>
      listMessages(store.read, { folderId: folder(path).id, cursor: null, limit: 500 }).rows,
  }
}
