import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../shared/models/account.ts'
import type { MessageId } from '../shared/models/message.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, mailErrorOf, serverSearchQuery } from './engine-queries.ts'
import type { ServerSearchState } from './features/search/server-search.tsx'

type Asked = Pick<Listing, 'folderId' | 'query'>

const NONE: readonly MessageId[] = []

/**
 * What servers find by those words in that folder, or everywhere: they learn what is looked for when the user says so,
 * for these words and this place, and for no others that follow.
 */
export function useServerSearch(
  { folderId, query }: Asked,
  accounts: readonly Account[],
): ServerSearchState & { found: readonly MessageId[] } {
  const [agreed, agree] = useState<Asked | null>(null)
  const isOther = agreed !== null && (agreed.folderId !== folderId || agreed.query !== query)
  if (isOther) agree(null)
  const asked = isOther ? null : agreed
  const { data, error, isFetching, refetch } = useQuery(serverSearchQuery(useEngine(), asked))
  const phase = asked === null ? 'not asked' : isFetching ? 'asking' : 'asked'
  const addressOf = (id: Account['id']) => accounts.find((account) => account.id === id)?.address ?? null
  const failed = error
    ? [{ address: null, failure: mailErrorOf(error) }]
    : (data?.failed ?? []).map(({ accountId, failure }) => ({ address: addressOf(accountId), failure }))
  return {
    found: data?.found ?? NONE,
    phase,
    failed: phase === 'asked' ? failed : [],
    ask: () => (asked === null ? agree({ folderId, query }) : void refetch()),
    cancel: () => agree(null),
  }
}
