import { MailError } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import { type AccountSession, createAccountSession, type SessionParts } from './account-session.ts'

/** One session per account, made when it is first needed. */
export interface AccountSessions {
  /** @throws MailError 'not-found' once the account was removed, 'cancelled' once all has ended. */
  of(account: Account): AccountSession
  /** Of those accounts that are not being removed. */
  states(accounts: readonly Account[]): SyncState[]
  /** From now on these accounts, and every one that comes, are synced by themselves. */
  keepCurrent(accounts: readonly Account[]): void
  /** The network or the machine was away. */
  wake(): void
  end(accountId: AccountId): Promise<void>
  /** Ends the session of an account that is about to be deleted: none is made for it any more. */
  remove(accountId: AccountId): Promise<void>
  endAll(): Promise<void>
}

export function createAccountSessions(parts: SessionParts): AccountSessions {
  const sessions = new Map<AccountId, AccountSession>()
  const removed = new Set<AccountId>()
  let keeping = false
  let ended = false

  function of(account: Account): AccountSession {
    if (ended) throw new MailError('cancelled')
    if (removed.has(account.id)) throw new MailError('not-found')
    const known = sessions.get(account.id)
    if (known !== undefined) return known
    const session = createAccountSession(account, parts)
    sessions.set(account.id, session)
    if (keeping) session.keepCurrent()
    return session
  }

  async function end(accountId: AccountId): Promise<void> {
    const session = sessions.get(accountId)
    await session?.stop()
    sessions.delete(accountId)
  }

  return {
    of,
    states: (accounts) => accounts.filter(({ id }) => !removed.has(id)).map((account) => of(account).state()),
    keepCurrent(accounts) {
      keeping = true
      for (const account of accounts) of(account).keepCurrent()
    },
    wake() {
      for (const session of sessions.values()) session.wake()
    },
    end,
    async remove(accountId) {
      removed.add(accountId)
      await end(accountId)
    },
    async endAll() {
      ended = true
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}
