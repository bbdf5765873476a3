import { type InfiniteData, infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import type { EngineClient, EngineContract, ShellClient } from '../shared/contract.ts'
import { MailError } from '../shared/errors.ts'
import type { AccountId } from '../shared/models/account.ts'
import type { FolderId } from '../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../shared/models/message.ts'
import type { OutputOf } from '../shared/serve.ts'

/** Rows asked for at once: several screens, so scrolling rarely waits, and well under the engine's 500. */
export const PAGE_ROWS = 100

export type MessagePage = OutputOf<EngineContract, 'message.list'>
export type MessagePages = InfiniteData<MessagePage, MessageCursor | null>

/**
 * What the page knows of the engine's data. Nothing goes stale by time: engine events say what changed
 * (live-updates.ts). Nothing waits for the network either: the page has none, `navigator.onLine` lies.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

export const accountsQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['accounts'], queryFn: () => engine.call('account.list', undefined) })

export const syncStatesQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['sync-states'], queryFn: () => engine.call('account.syncStates', undefined) })

export const foldersQuery = (engine: EngineClient, accountId: AccountId) =>
  queryOptions({
    queryKey: ['folders', accountId],
    queryFn: () => engine.call('folder.list', { accountId }),
  })

export const messagesQuery = (engine: EngineClient, folderId: FolderId) =>
  infiniteQueryOptions({
    queryKey: ['messages', folderId],
    initialPageParam: null as MessageCursor | null,
    queryFn: ({ pageParam }) =>
      engine.call('message.list', { folderId, cursor: pageParam, limit: PAGE_ROWS }),
    getNextPageParam: (page: MessagePage) => page.next,
  })

export const messageQuery = (engine: EngineClient, messageId: MessageId) =>
  queryOptions({
    queryKey: ['message', messageId],
    queryFn: () => engine.call('message.open', { messageId }),
    // Bodies are large; the engine has them at hand when they are asked for again.
    gcTime: 60_000,
  })

export const shellInfoQuery = (shell: ShellClient) =>
  queryOptions({ queryKey: ['shell-info'], queryFn: () => shell.call('shell.info', undefined) })

/** Anything that was thrown, as one of the failures the page has words for. */
export function mailErrorOf(error: unknown): MailError {
  return error instanceof MailError ? error : new MailError('internal', { cause: error })
}
