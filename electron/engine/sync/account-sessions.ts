import { MailError } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import { type AccountSession, createAccountSession, type SessionParts } from './account-session.ts'

/** One session per account, made when it is first needed. */
export interface AccountSessions {
  of(account: Account): AccountSession
  end(accountId: AccountId): Promise<void>
  endAll(): Promise<void>
}

export function createAccountSessions(parts: SessionParts): AccountSessions {
  const sessions = new Map<AccountId, AccountSession>()
  let ended = false

  async function end(accountId: AccountId): Promise<void> {
    const session = sessions.get(accountId)
    await session?.stop()
    sessions.delete(accountId)
  }

  return {
    of(account) {
      if (ended) throw new MailError('cancelled')
      const session = sessions.get(account.id) ?? createAccountSession(account, parts)
      sessions.set(account.id, session)
      return session
    },
    end,
    async endAll() {
      ended = true
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}
