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
import { parseQuery } from '../store/search/parse-query.ts'

type SearchHandlers = Pick<EngineHandlers, 'message.search' | 'message.excerpts'>

export function searchProcedures({ store }: { store: Store }): SearchHandlers {
  function excerptOf(messageId: MessageId, words: readonly SearchWord[]): string | null {
    const message = getMessage(store.read, messageId)
    if (message === undefined || findWords(message.snippet, words, 1).length > 0) return null
    return makeExcerpt(readSearchText(message.parts, []).text, words)
  }

  return {
    'message.search'({ order, ...asked }) {
      const page = order === 'best' ? findBestMessages(store.read, asked) : findMessages(store.read, asked)
      return { ...page, words: parseQuery(asked.query)?.words ?? [] }
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
