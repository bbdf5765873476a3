import { useInfiniteQuery } from '@tanstack/react-query'
import { createContext, type RefObject, useContext, useEffect } from 'react'
import type { SearchWord } from '../shared/models/search.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messagesQuery } from './engine-queries.ts'
import { markWords } from './ui/mark-words.ts'

const NONE: readonly SearchWord[] = []

/** What the list that a mail was opened from was searched for. */
export const SearchWords = createContext<readonly SearchWord[]>(NONE)

export function useSearchWords(): readonly SearchWord[] {
  return useContext(SearchWords)
}

/** The words that the engine looked for in this listing, once it has answered. */
export function useWordsOf(listing: Listing): readonly SearchWord[] {
  const { data } = useInfiniteQuery({
    ...messagesQuery(useEngine(), listing),
    enabled: listing.query !== '',
  })
  return data?.pages[0]?.words ?? NONE
}

/**
 * Marks words in what an element shows.
 *
 * @param shown when one of these changes, the element shows something else.
 */
export function useMarkedWords(
  place: RefObject<Element | null>,
  words: readonly SearchWord[],
  ...shown: unknown[]
): void {
  useEffect(
    () => (place.current === null ? undefined : markWords(place.current, words)),
    [place, words, ...shown],
  )
}
