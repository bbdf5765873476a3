import type { QueryClient } from '@tanstack/react-query'
import type { EngineClient } from '../shared/contract.ts'
import type { SyncState } from '../shared/models/account.ts'
import type { FolderId } from '../shared/models/folder.ts'
import type { MessageId } from '../shared/models/message.ts'
import { type MessagePages, messagesQuery, PAGE_ROWS, syncStatesQuery } from './engine-queries.ts'

/** A sync of ten thousand mails announces each one; asking ten times a second is as much as eyes can use. */
const PAUSE_MS = 100

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
  let running = false

  async function refresh(): Promise<void> {
    const work: Promise<unknown>[] = []
    if (accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['accounts'] }))
    if (accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['sync-states'] }))
    if (foldersChanged || accountsChanged) work.push(queries.invalidateQueries({ queryKey: ['folders'] }))
    for (const folderId of lists) work.push(queries.invalidateQueries({ queryKey: ['messages', folderId] }))
    for (const messageId of messages) {
      work.push(queries.invalidateQueries({ queryKey: ['message', messageId] }))
    }
    work.push(refreshRows(engine, queries, messages, lists))
    accountsChanged = false
    foldersChanged = false
    lists = new Set()
    messages = new Set()
    await Promise.allSettled(work)
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    while (accountsChanged || foldersChanged || lists.size > 0 || messages.size > 0) {
      await refresh()
      await new Promise((resume) => setTimeout(resume, PAUSE_MS))
    }
    running = false
  }

  const stops = [
    engine.on('account.changed', () => {
      accountsChanged = true
      void run()
    }),
    engine.on('folder.changed', ({ folderId }) => {
      foldersChanged = true
      lists.add(folderId)
      void run()
    }),
    engine.on('message.changed', ({ messageId }) => {
      messages.add(messageId)
      void run()
    }),
    engine.on('remoteContent.changed', ({ messageId }) => {
      void queries.invalidateQueries({ queryKey: ['message', messageId] })
    }),
    engine.on('sync.state', (state) => {
      queries.setQueryData(syncStatesQuery(engine).queryKey, (known) => withState(known ?? [], state))
    }),
  ]
  return () => {
    for (const stop of stops) stop()
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
  for (const [, pages] of queries.getQueriesData<MessagePages>({ queryKey: ['messages'] })) {
    const folderId = pages?.pages[0]?.rows[0]?.folderId
    if (pages === undefined || folderId === undefined || askedAnyway.has(folderId)) continue
    for (const [index, page] of pages.pages.entries()) {
      if (!page.rows.some((row) => changed.has(row.id))) continue
      const cursor = pages.pageParams[index] ?? null
      const fresh = await engine.call('message.list', { folderId, cursor, limit: PAGE_ROWS })
      queries.setQueryData(messagesQuery(engine, folderId).queryKey, (known) => {
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
