import { useQueryClient } from '@tanstack/react-query'
import type { MessageRow } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { fetchMessages, type Listing, messagesQuery } from '../../engine-queries.ts'

/** The engine takes no more in one act. */
const MOST_ACTED_ON = 10_000

/**
 * @returns a function that answers all mails of a list that can be acted on together, those too that the list has
 * not fetched yet. They are not put into the list, which would be fetched anew as a whole when one of them changes.
 */
export function useLoadAll(listing: Listing): () => Promise<MessageRow[]> {
  const engine = useEngine()
  const queries = useQueryClient()
  return async () => {
    const known = queries.getQueryData(messagesQuery(engine, listing).queryKey)?.pages ?? []
    const all = known.flatMap((page) => page.rows)
    for (let cursor = known.at(-1)?.next ?? null; cursor !== null && all.length < MOST_ACTED_ON; ) {
      const page = await fetchMessages(engine, listing, cursor)
      all.push(...page.rows)
      cursor = page.next
    }
    return all.slice(0, MOST_ACTED_ON)
  }
}
