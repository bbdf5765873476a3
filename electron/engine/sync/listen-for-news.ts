import type { ImapFlow } from 'imapflow'
import type { Account } from '../../../shared/models/account.ts'
import { listFolderStates, listFolders } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import { countAhead } from '../store/pending.ts'
import type { ConnectionPlaces } from './connection-places.ts'
import { type FolderStatuses, listStatuses } from './list-mailboxes.ts'
import { listenToInbox } from './listen-to-inbox.ts'
import { isUnchanged, looksUnchanged, type ServerFolder } from './plan-sync.ts'

export interface News {
  account: Account
  store: Store
  places: ConnectionPlaces
  connect(): Promise<ImapFlow>
  /** @returns false: the folder could not be looked at. */
  newsIn(path: string): Promise<boolean>
  sync(): Promise<void>
  isSyncing(): boolean
  /** Whether the last sync did not come to its end. */
  hasFailed(): boolean
  pollEveryMs: number
  signal: AbortSignal
}

/** Without mod-sequences a star that was set elsewhere shows in no number: every so many polls all is looked at. */
const BLIND_POLLS = 6

/**
 * Listens to the inbox and looks after the other folders, all over one connection. Where the server tells of all
 * folders at once (RFC 5819), an account in which nothing happened costs one round trip, elsewhere one for each folder.
 *
 * @throws MailError always, in the end: why the connection ended.
 */
export async function listenForNews(news: News): Promise<never> {
  const { account, store, places, connect, sync, signal } = news
  const inbox = listFolders(store.read, account.id).find(({ role }) => role === 'inbox')
  const path = inbox?.path ?? 'INBOX'
  const changedIn = createComparison(news)
  // Nothing tells of the same news again, of the inbox least of all.
  const missed = new Set<string>()
  const newsIn = async (one: string) => {
    missed.delete(one)
    if (!(await news.newsIn(one))) missed.add(one)
  }

  for (;;) {
    let client: ImapFlow | undefined
    let spared = false
    const giveWay = () => {
      if (!client?.usable) return false
      spared = true
      client.close()
      return true
    }
    client = await places.connect('listen', connect, giveWay)
    // Who came while it connected was told that it can't be spared.
    if (places.wanted('listen')) giveWay()
    try {
      await listenToInbox(client, {
        ...{ path, signal, pollEveryMs: news.pollEveryMs },
        opened(folder) {
          if (isInboxNews(folder)) void newsIn(path)
        },
        news: () => void newsIn(path),
        async poll(over) {
          const changed = changedIn(await listStatuses(over))
          for (const one of missed) void newsIn(one)
          // To join a sync that may be at its bodies for hours would bring no news.
          if (changed !== 'any' && news.isSyncing()) for (const one of changed) void newsIn(one)
          // How it goes is told by its state.
          else if (changed.length > 0 || news.hasFailed()) void sync().catch(() => {})
        },
      })
    } catch (error) {
      if (!spared || signal.aborted) throw error
    }
  }

  function isInboxNews(server: ServerFolder): boolean {
    const local = readFolders({ account, store }).get(path)
    return local === undefined || !looksUnchanged(local, server)
  }
}

function readFolders({ account, store }: Pick<News, 'account' | 'store'>) {
  const totals = new Map(listFolders(store.read, account.id).map(({ id, total }) => [id, total]))
  return new Map(
    listFolderStates(store.read, account.id).map((state) => [
      state.path,
      { ...state, known: (totals.get(state.id) ?? 0) + countAhead(store.read, state.id) },
    ]),
  )
}

function createComparison({ account, store }: Pick<News, 'account' | 'store'>) {
  let before = new Map<string, string>()
  let blind = 0

  return (statuses: FolderStatuses | null): string[] | 'any' => {
    const isBlind = statuses === null || [...statuses.values()].some((one) => one?.highestModseq === null)
    blind = isBlind ? blind + 1 : 0
    if (blind % BLIND_POLLS === 1) return 'any'
    if (statuses === null) return []
    const folders = readFolders({ account, store })
    const now = new Map([...statuses].map(([path, status]) => [path, JSON.stringify(status)]))
    const last = before
    before = now
    if (folders.size !== statuses.size) return 'any'
    if ([...statuses.keys()].some((path) => !folders.has(path))) return 'any'
    return [...statuses].flatMap(([path, status]) => {
      const folder = folders.get(path)
      if (folder === undefined || status === null) return []
      const isSame =
        status.highestModseq === null ? now.get(path) === last.get(path) : isUnchanged(folder, status)
      return isSame ? [] : [path]
    })
  }
}
