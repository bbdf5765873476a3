import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import { listAccounts } from '../store/accounts.ts'
import { readKeepDays, readLargestAttachment, saveKeepDays, saveLargestAttachment } from '../store/offline.ts'
import type { Store } from '../store/open-store.ts'
import type { Announce } from '../sync/account-session.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'

export function offlineProcedures(parts: {
  store: Store
  sessions: AccountSessions
  announce: Announce
}): Pick<EngineHandlers, 'account.offline' | 'account.saveOffline'> {
  const { store, sessions, announce } = parts

  function find(accountId: AccountId): Account {
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    return account
  }

  return {
    'account.offline'({ accountId }) {
      const { id } = find(accountId)
      return { days: readKeepDays(store.read, id), largest: readLargestAttachment(store.read, id) }
    },
    'account.saveOffline'({ accountId, days, largest }) {
      const account = find(accountId)
      store.writeSafely((db) => {
        saveKeepDays(db, accountId, days)
        saveLargestAttachment(db, accountId, largest)
      })
      announce('account.changed', { accountId })
      // How it goes is told by `sync.state`.
      sessions
        .of(account)
        .sync()
        .catch(() => {})
    },
  }
}
