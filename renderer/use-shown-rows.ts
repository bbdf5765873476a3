import { useInfiniteQuery } from '@tanstack/react-query'
import type { MessageRow } from '../shared/models/message.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messagesQuery } from './engine-queries.ts'

/** Looks at the rows that the list has fetched so far, and asks for none. Undefined before the first. */
export function useShownRows<Result>(
  listing: Listing,
  look: (rows: MessageRow[]) => Result,
): Result | undefined {
  return useInfiniteQuery({
    ...messagesQuery(useEngine(), listing),
    enabled: false,
    select: ({ pages }) => look(pages.flatMap((page) => page.rows)),
  }).data
}
