import type { QueryClient } from '@tanstack/react-query'
import type { EngineClient } from '../shared/contract.ts'
import type { FolderId } from '../shared/models/folder.ts'
import type { MessageId } from '../shared/models/message.ts'
import type { SyncState } from '../shared/models/sync-state.ts'
import {
  fetchMessages,
  judgementQuery,
  type Listing,
  type MessagePages,
  messagesQuery,
  syncStatesQuery,
  transferQuery,
} from './engine-queries.ts'

/** A sync of ten thousand mails announces each one; asking ten times a second is as much as eyes can use. */
const PAUSE_MS = 100
/** Any mail that changed may come to fit a search, or cease to: it is asked anew as a whole, so less often. */
const SEARCH_PAUSE_MS = 1_000
/** One act on ten thousand mails is as many operations: the list of what waits is asked for as a whole. */
const OPERATIONS_PAUSE_MS = 1_000

/**
 * Turns the engine's events into fresh queries. Events are gathered while earlier ones are being answered, so
 * a storm of them neither floods the engine nor restarts a request before it can end.
 *
 * @returns a function that stops following.
 */
export function followEngine(engine: EngineClient, queries: QueryClient): () => void {
  let accountsChanged = false
  let foldersChanged = false
  let lists = new Set<FolderId>()
  let messages = new Set<MessageId>()
  async function refresh(): Promise<void> {
    const work: Promise<unknown>[] = []
    if (accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['accounts'] }))
    if (accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['sync-states'] }))
    if (foldersChanged || accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['folders'] }))
    for (const folderId of lists) {
      work.push(
        queries.invalidateQueries({
          queryKey: ['messages', { folderId, query: '' } satisfies Partial<Listing>],
        }),
      )
    }
    for (const messageId of messages) {
      work.push(queries.invalidateQueries({ queryKey: ['message', messageId] }))
    }
    // Who answers whom may have changed with any of them.
    if (lists.size + messages.size > 0) work.push(queries.invalidateQueries({ queryKey: ['thread'] }))
    work.push(refreshRows(engine, queries, messages, lists))
    accountsChanged = false
    foldersChanged = false
    lists = new Set()
    messages = new Set()
    await Promise.allSettled(work)
  }

  const run = paced(PAUSE_MS, refresh)
  const runSearches = paced(SEARCH_PAUSE_MS, () =>
    queries.invalidateQueries({ queryKey: ['messages'], predicate: ({ queryKey }) => isSearch(queryKey[1]) }),
  )

  const runOperations = paced(OPERATIONS_PAUSE_MS, () =>
    queries.invalidateQueries({ queryKey: ['operations'] }),
  )

  let pictures = new Set<MessageId>()
  const runPictures = paced(PAUSE_MS, async () => {
    const changed = [...pictures]
    pictures = new Set()
    await Promise.all(
      changed.map((messageId) => queries.invalidateQueries({ queryKey: ['message', messageId] })),
    )
  })

  const stops = [
    engine.on('operation.changed', runOperations),
    engine.on('account.changed', () => {
      accountsChanged = true
      run()
      runSearches()
    }),
    engine.on('folder.changed', ({ folderId }) => {
      foldersChanged = true
      lists.add(folderId)
      run()
      runSearches()
    }),
    engine.on('message.changed', ({ messageId }) => {
      messages.add(messageId)
      run()
      runSearches()
    }),
    engine.on('remoteContent.changed', ({ messageId }) => {
      pictures.add(messageId)
      runPictures()
    }),
    engine.on('privacy.changed', () => {
      // A mail that is opened anew brings in what a new rule lets in.
      for (const key of ['message', 'trust-rules', 'privacy-settings', 'authserv']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
    }),
    engine.on('transfer.state', (state) => {
      queries.setQueryData(transferQuery(engine).queryKey, state)
    }),
    engine.on('judgement.state', (state) => {
      queries.setQueryData(judgementQuery(engine).queryKey, state)
    }),
    engine.on('sync.state', (state) => {
      queries.setQueryData(syncStatesQuery(engine).queryKey, (known) => withState(known ?? [], state))
      // What came in has been indexed by then.
      if (state.phase === 'idle') runSearches()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function isSearch(listing: unknown): boolean {
  return typeof listing === 'object' && listing !== null && 'query' in listing && listing.query !== ''
}

/**
 * Calls of the result lead to one `act` after another, none while one is under way, and `pause` ms between them; more
 * after one that took long, so that a list scrolled far down leaves the engine most of its time.
 */
function paced(pause: number, act: () => Promise<void>): () => void {
  let wanted = false
  let running = false
  async function run(): Promise<void> {
    running = true
    while (wanted) {
      wanted = false
      const begin = performance.now()
      await act()
      const rest = Math.max(pause, 3 * (performance.now() - begin))
      await new Promise((resume) => setTimeout(resume, rest))
    }
    running = false
  }
  return () => {
    wanted = true
    if (!running) void run()
  }
}

function withState(known: SyncState[], state: SyncState): SyncState[] {
  return [...known.filter((one) => one.accountId !== state.accountId), state]
}

/** Asks again only for the pages that hold a changed message: a list scrolled far down stays cheap. */
async function refreshRows(
  engine: EngineClient,
  queries: QueryClient,
  changed: ReadonlySet<MessageId>,
  askedAnyway: ReadonlySet<FolderId>,
): Promise<void> {
  if (changed.size === 0) return
  for (const [queryKey, pages] of queries.getQueriesData<MessagePages>({ queryKey: ['messages'] })) {
    const listing = queryKey[1] as Listing
    if (pages === undefined || listing.folderId === null || askedAnyway.has(listing.folderId)) continue
    if (listing.query !== '') continue
    for (const [index, page] of pages.pages.entries()) {
      if (!page.rows.some((row) => row.thread.messageIds.some((id) => changed.has(id)))) continue
      const fresh = await fetchMessages(engine, listing, pages.pageParams[index] ?? null)
      queries.setQueryData(messagesQuery(engine, listing).queryKey, (known) => {
        const old = known?.pages[index]
        if (known === undefined || old === undefined) return known
        const sameMails =
          old.rows.length === fresh.rows.length && old.rows.every((row, at) => row.id === fresh.rows[at]?.id)
        // Mails came or went: another event says so, and then the whole list is asked for.
        return sameMails ? { ...known, pages: known.pages.with(index, fresh) } : known
      })
    }
  }
}
