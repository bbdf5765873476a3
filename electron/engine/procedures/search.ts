import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { findWords } from '../../../shared/find-words.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { SearchWord } from '../../../shared/models/search.ts'
import { makeExcerpt } from '../parse/excerpt.ts'
import { readSearchText } from '../parse/search-text.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { findBestMessages, findMessages } from '../store/search/find-messages.ts'
import { readQuery } from '../store/search/known-words.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'
import { askServers } from './ask-servers.ts'

interface SearchParts {
  store: Store
  sessions: Pick<AccountSessions, 'of'>
}

type SearchHandlers = Pick<
  EngineHandlers,
  'message.search' | 'message.searchServer' | 'message.stopServerSearch' | 'message.excerpts'
>

/** So much of it a row shows, in letters, where badges leave it room. */
const SEEN_OF_SNIPPET = 50

export function searchProcedures({ store, sessions }: SearchParts): SearchHandlers {
  let underWay: AbortController | undefined

  function excerptOf(messageId: MessageId, words: readonly SearchWord[]): string | null {
    const message = getMessage(store.read, messageId)
    if (message === undefined || findWords(message.snippet.slice(0, SEEN_OF_SNIPPET), words, 1).length > 0)
      return null
    return makeExcerpt(readSearchText(message.parts, []).text, words)
  }

  return {
    'message.search': ({ order, ...asked }) =>
      order === 'best' ? findBestMessages(store.read, asked) : findMessages(store.read, asked),
    async 'message.searchServer'(asked) {
      underWay?.abort()
      underWay = new AbortController()
      return askServers({ store, sessions }, asked, underWay.signal)
    },
    'message.stopServerSearch'() {
      underWay?.abort()
    },
    async 'message.excerpts'({ messageIds, query }) {
      const words = readQuery(store.read, query)?.words ?? []
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
