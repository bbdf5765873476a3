import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MessageRow } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { excerptsQuery, type MessagePage } from '../../engine-queries.ts'

const NO_PAGES: MessagePage[] = []

/** The rows of all pages; those that a search found by words further down in their text show that place. */
export function useRows(query: string, pages: MessagePage[] = NO_PAGES): MessageRow[] {
  const engine = useEngine()
  const searched = pages.filter(({ rows, words }) => rows.length > 0 && words && words.length > 0)
  const excerpts = useQueries({
    queries: searched.map(({ rows }) =>
      excerptsQuery(
        engine,
        query,
        rows.map(({ id }) => id),
      ),
    ),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
  return useMemo(() => {
    const said = new Map(excerpts.map(({ messageId, excerpt }) => [messageId, excerpt]))
    return pages.flatMap(({ rows }) =>
      rows.map((row) => {
        const snippet = said.get(row.id)
        return snippet === undefined ? row : { ...row, snippet }
      }),
    )
  }, [pages, excerpts])
}
