import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { Authserv } from '../../../shared/models/trust-rule.ts'
import { domainOf } from '../parse/mail-domain.ts'
import { readAuthserv, saveAuthserv } from '../store/accounts.ts'
import type { ReadableDatabase, WritableDatabase } from '../store/database.ts'
import { listArrivals } from '../store/trust-facts.ts'
import { learnAuthserv } from './learn-authserv.ts'

/** Some weeks of most people's mail; 5 ms to read. */
const MAILS = 1_000
const MAX_SEEN = 20

/**
 * Learns from what the inbox holds now. What the user chose stays, and so does what was learnt before while
 * nothing else is as clear.
 *
 * @returns whether another server speaks for the account's mail from now on.
 */
export function learnFor(db: WritableDatabase, account: Account): boolean {
  const known = readAuthserv(db, account.id)
  if (known === undefined || known.setBy === 'user') return false
  const own = [account.host, domainOf(account.address)]
  const id = learnAuthserv(listArrivals(db, account.id, MAILS), own)
  if (id === null || id === known.id) return false
  saveAuthserv(db, account.id, { id, setBy: 'learnt' })
  return true
}

/** What the user can choose from. */
export function seenAuthservs(db: ReadableDatabase, accountId: AccountId): Pick<Authserv, 'seen' | 'total'> {
  const arrivals = listArrivals(db, accountId, MAILS)
  const counts = new Map<string, number>()
  for (const { authentication } of arrivals) {
    const { authservId } = authentication
    if (authservId !== null) counts.set(authservId, (counts.get(authservId) ?? 0) + 1)
  }
  const seen = [...counts].map(([id, mails]) => ({ id, mails })).sort((a, b) => b.mails - a.mails)
  return { seen: seen.slice(0, MAX_SEEN), total: arrivals.length }
}
