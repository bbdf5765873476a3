import { useState } from 'react'
import type { MessageId } from '../shared/models/message.ts'
import type { Listing } from './engine-queries.ts'
import { standsFor } from './shown-mails.ts'
import { useShownRows } from './use-shown-rows.ts'

/** The row of a mail in a list. After it left, that of the mail that came after it; 0 where it never was. */
export function useOpenRow(listing: Listing, id: MessageId | null): number {
  const row = useShownRows(listing, (rows) => rows.findIndex((one) => standsFor(one, id)))
  const list = `${listing.folderId} ${listing.order} ${listing.query}`
  const [place, setPlace] = useState({ list, row: 0 })
  if (place.list !== list) setPlace({ list, row: 0 })
  else if (row !== undefined && row >= 0 && row !== place.row) setPlace({ list, row })
  return place.row
}
