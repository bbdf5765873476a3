import { type RefObject, useDeferredValue, useRef, useState } from 'react'
import type { SearchOrder } from '../../../shared/models/search.ts'

export const filters = ['all', 'unread', 'tracker', 'clean'] as const
export type Filter = (typeof filters)[number]
export type Scope = 'folder' | 'everywhere'

const filterQueries: Record<Filter, string> = {
  all: '',
  unread: 'is:unread',
  tracker: 'has:tracker',
  clean: 'is:clean',
}

export interface Search {
  field: RefObject<HTMLInputElement | null>
  text: string
  setText(text: string): void
  scope: Scope
  setScope(scope: Scope): void
  order: SearchOrder
  setOrder(order: SearchOrder): void
  filter: Filter
  setFilter(filter: Filter): void
  /** The text alone. */
  words: string
  /** Of text and filter, for the engine; it follows the typing as quickly as the page can. Empty: all mails. */
  query: string
  /** Whether the whole mailbox is looked through, rather than the folder that is open. */
  isEverywhere: boolean
}

/** What is looked for. Without words only the folder is filtered, wherever one would search. */
export function useSearch(): Search {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [scope, setScope] = useState<Scope>('everywhere')
  const [order, setOrder] = useState<SearchOrder>('newest')
  const [filter, setFilter] = useState<Filter>('all')
  const words = useDeferredValue(text).trimStart()
  // The filter first: the engine completes the last word, which somebody is still typing.
  const query = [filterQueries[filter], words].filter(Boolean).join(' ')
  return {
    field,
    text,
    setText,
    scope,
    setScope,
    order,
    setOrder,
    filter,
    setFilter,
    words,
    query,
    isEverywhere: words !== '' && scope === 'everywhere',
  }
}
