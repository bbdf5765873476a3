import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { findWords } from '../../../shared/find-words.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { Folder, FolderId } from '../../../shared/models/folder.ts'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import type { SearchWord } from '../../../shared/models/search.ts'
import { makeExcerpt } from '../parse/excerpt.ts'
import { readSearchText } from '../parse/search-text.ts'
import { listAccounts } from '../store/accounts.ts'
import { listFolders } from '../store/folders.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { findBestMessages, findMessages, listFound } from '../store/search/find-messages.ts'
import { parseQuery } from '../store/search/parse-query.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'
import { toServerSearches } from '../sync/search-server.ts'

interface SearchParts {
  store: Store
  sessions: Pick<AccountSessions, 'of'>
}

type SearchHandlers = Pick<EngineHandlers, 'message.search' | 'message.searchServer' | 'message.excerpts'>

const MOST_FOUND = 500
/** So much of it a row shows, in letters, where badges leave it room. */
const SEEN_OF_SNIPPET = 50

/** Where an account has a folder of all mail, looking through the others finds the same again. */
function searchedFolders(store: Store, accountId: AccountId, folderId: FolderId | null): Folder[] {
  const folders = listFolders(store.read, accountId).filter(({ total }) => total > 0)
  if (folderId !== null) return folders.filter(({ id }) => id === folderId)
  const all = folders.some(({ role }) => role === 'all')
  return folders.filter(({ role }) => !all || role === 'all' || role === 'junk' || role === 'trash')
}

export function searchProcedures({ store, sessions }: SearchParts): SearchHandlers {
  function excerptOf(messageId: MessageId, words: readonly SearchWord[]): string | null {
    const message = getMessage(store.read, messageId)
    if (message === undefined || findWords(message.snippet.slice(0, SEEN_OF_SNIPPET), words, 1).length > 0)
      return null
    return makeExcerpt(readSearchText(message.parts, []).text, words)
  }

  return {
    'message.search'({ order, ...asked }) {
      const page = order === 'best' ? findBestMessages(store.read, asked) : findMessages(store.read, asked)
      return { ...page, words: parseQuery(asked.query)?.words ?? [] }
    },
    async 'message.searchServer'({ accountId, folderId, query: text }) {
      const query = parseQuery(text)
      const searches = query && toServerSearches(query)
      if (query === null || searches === null) return { rows: [], words: [] }
      const places = listAccounts(store.read)
        .filter(({ id }) => accountId === null || id === accountId)
        .flatMap((account) =>
          searchedFolders(store, account.id, folderId).map((folder) => ({ account, folder })),
        )
      const found = new Map<MessageId, MessageRow>()
      for (const { account, folder } of places) {
        const uids = await sessions.of(account).searchFolder(folder.path, searches)
        for (const row of listFound(store.read, folder.id, uids, MOST_FOUND)) {
          if (!found.has(row.id)) found.set(row.id, row)
        }
      }
      const rows = [...found.values()].sort((a, b) => b.date - a.date || b.id - a.id)
      return { rows: rows.slice(0, MOST_FOUND), words: query.words }
    },
    async 'message.excerpts'({ messageIds, query }) {
      const words = parseQuery(query)?.words ?? []
      if (words.length === 0) return []
      const excerpts: { messageId: MessageId; excerpt: string }[] = []
      for (const messageId of messageIds) {
        const excerpt = excerptOf(messageId, words)
        if (excerpt !== null) excerpts.push({ messageId, excerpt })
        // Some mails take milliseconds to read.
        await nextTurn()
      }
      return excerpts
    },
  }
}
