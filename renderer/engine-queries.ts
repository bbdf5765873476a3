import {
  type InfiniteData,
  infiniteQueryOptions,
  QueryClient,
  queryOptions,
  skipToken,
} from '@tanstack/react-query'
import type { EngineClient, EngineContract, ShellClient } from '../shared/contract.ts'
import { MailError } from '../shared/errors.ts'
import type { AccountId } from '../shared/models/account.ts'
import type { FolderId } from '../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../shared/models/message.ts'
import type { SearchOrder, SearchWord } from '../shared/models/search.ts'
import type { OutputOf } from '../shared/serve.ts'

/** Rows asked for at once: several screens, so scrolling rarely waits, and well under the engine's 500. */
export const PAGE_ROWS = 100

/** `words` are those of a search. */
export type MessagePage = OutputOf<EngineContract, 'message.list'> & { words?: SearchWord[] }
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

export const judgementQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['judgement'], queryFn: () => engine.call('judgement.state', undefined) })

export const offlineQuery = (engine: EngineClient, accountId: AccountId) =>
  queryOptions({
    queryKey: ['accounts', accountId, 'offline'],
    queryFn: () => engine.call('account.offline', { accountId }),
  })

export const transferQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['transfer'], queryFn: () => engine.call('transfer.state', undefined) })

export const recoveryQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['recovery'], queryFn: () => engine.call('recovery.state', undefined) })

export const foldersQuery = (engine: EngineClient, accountId: AccountId) =>
  queryOptions({
    queryKey: ['folders', accountId],
    queryFn: () => engine.call('folder.list', { accountId }),
  })

/** Which mails a list shows: those of a folder, or of all where it is null, that fit the query; empty: any. */
export interface Listing {
  folderId: FolderId | null
  query: string
  /** Of what a search finds. */
  order: SearchOrder
  /** What servers found by the words of the query, wherever that is. */
  foundOnServer: readonly MessageId[]
  /** One row for each conversation, where a folder is listed. */
  threaded: boolean
}

export function fetchMessages(
  engine: EngineClient,
  { folderId, query, order, foundOnServer, threaded }: Listing,
  cursor: MessageCursor | null,
): Promise<MessagePage> {
  const page = { cursor, limit: PAGE_ROWS }
  if (folderId !== null && query === '') return engine.call('message.list', { folderId, threaded, ...page })
  const found = { foundOnServer: [...foundOnServer] }
  return engine.call('message.search', { accountId: null, folderId, query, order, ...found, ...page })
}

/**
 * Asks the servers for the words of a query, once: they are never asked again by themselves, whatever happens to the
 * mail meanwhile. Nobody who waits for it any more ends it.
 */
export const serverSearchQuery = (engine: EngineClient, asked: Pick<Listing, 'folderId' | 'query'> | null) =>
  queryOptions({
    queryKey: ['server-search', asked],
    queryFn:
      asked === null
        ? skipToken
        : ({ signal }) => {
            signal.addEventListener('abort', () => void engine.call('message.stopServerSearch', undefined))
            return engine.call('message.searchServer', { accountId: null, ...asked })
          },
    gcTime: 0,
  })

export const messagesQuery = (engine: EngineClient, listing: Listing) =>
  infiniteQueryOptions({
    queryKey: ['messages', listing],
    initialPageParam: null as MessageCursor | null,
    queryFn: ({ pageParam }) => fetchMessages(engine, listing, pageParam),
    getNextPageParam: (page: MessagePage) => page.next,
    // What was looked for once is rarely looked for again, and each letter typed is a list of its own.
    ...(listing.query !== '' && { gcTime: 10_000 }),
  })

/** Where the text of the mails on a page of results says what was looked for, beyond what their rows show of it. */
export const excerptsQuery = (engine: EngineClient, query: string, messageIds: MessageId[]) =>
  queryOptions({
    queryKey: ['excerpts', query, messageIds],
    queryFn: () => engine.call('message.excerpts', { messageIds, query }),
    gcTime: 10_000,
  })

/** The conversation of a message that the user sees in that folder. */
export const threadQuery = (engine: EngineClient, messageId: MessageId, folderId: FolderId) =>
  queryOptions({
    queryKey: ['thread', messageId, folderId],
    queryFn: () => engine.call('thread.messages', { messageId, folderId }),
    gcTime: 60_000,
  })

export const messageQuery = (engine: EngineClient, messageId: MessageId) =>
  queryOptions({
    queryKey: ['message', messageId],
    queryFn: () => engine.call('message.open', { messageId }),
    // Bodies are large; the engine has them at hand when they are asked for again.
    gcTime: 60_000,
  })

export const operationsQuery = (engine: EngineClient) =>
  queryOptions({ queryKey: ['operations'], queryFn: () => engine.call('operation.list', undefined) })

export const trustRulesQuery = (engine: EngineClient, text: string) =>
  queryOptions({ queryKey: ['trust-rules', text], queryFn: () => engine.call('trust.list', { text }) })

export const privacySettingsQuery = (engine: EngineClient) =>
  queryOptions({
    queryKey: ['privacy-settings'],
    queryFn: () => engine.call('privacy.settings', undefined),
  })

export const authservQuery = (engine: EngineClient, accountId: AccountId) =>
  queryOptions({
    queryKey: ['authserv', accountId],
    queryFn: () => engine.call('privacy.authserv', { accountId }),
  })

export const linkModeQuery = (shell: ShellClient) =>
  queryOptions({ queryKey: ['link-mode'], queryFn: () => shell.call('shell.linkMode', undefined) })

export const shellInfoQuery = (shell: ShellClient) =>
  queryOptions({ queryKey: ['shell-info'], queryFn: () => shell.call('shell.info', undefined) })

/** Anything that was thrown, as one of the failures the page has words for. */
export function mailErrorOf(error: unknown): MailError {
  return error instanceof MailError ? error : new MailError('internal', { cause: error })
}
