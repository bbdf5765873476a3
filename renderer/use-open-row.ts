import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MessageId } from '../shared/models/message.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messagesQuery } from './engine-queries.ts'
import { standsFor } from './shown-mails.ts'

/** The row of a mail in a list. After it left, that of the mail that came after it; 0 where it never was. */
export function useOpenRow(listing: Listing, id: MessageId | null): number {
  const row = useInfiniteQuery({
    ...messagesQuery(useEngine(), listing),
    enabled: false,
    select: ({ pages }) => pages.flatMap((page) => page.rows).findIndex((one) => standsFor(one, id)),
  }).data
  const list = `${listing.folderId} ${listing.order} ${listing.query}`
  const [place, setPlace] = useState({ list, row: 0 })
  if (place.list !== list) setPlace({ list, row: 0 })
  else if (row !== undefined && row >= 0 && row !== place.row) setPlace({ list, row })
  return place.row
}
