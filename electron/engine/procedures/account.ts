import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type {
  Account,
  AccountDraft,
  AccountId,
  SecretUse,
  SmtpDraft,
  SmtpServer,
} from '../../../shared/models/account.ts'
import type { ImapServer } from '../network/open-imap.ts'
import { insertAccount, listAccounts, saveSmtp } from '../store/accounts.ts'
import type { Store } from '../store/open-store.ts'
import type { Announce } from '../sync/account-session.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'

type AccountHandlers = Pick<
  EngineHandlers,
  | 'account.list'
  | 'account.add'
  | 'account.edit'
  | 'account.knownServers'
  | 'account.askForServers'
  | 'account.certificate'
  | 'account.setPin'
  | 'account.startSignIn'
  | 'account.awaitSignIn'
  | 'account.cancelSignIn'
  | 'account.checkSmtp'
  | 'account.saveSmtp'
  | 'account.setPassword'
  | 'account.remove'
  | 'account.sync'
  | 'account.syncStates'
>

/** Where passwords are kept: never in the database. A host that has no such place rejects with 'keychain-unavailable'. */
export interface Secrets {
  get(accountId: AccountId, use: SecretUse): Promise<string | null>
  set(accountId: AccountId, use: SecretUse, password: string): Promise<void>
  delete(accountId: AccountId, use: SecretUse): Promise<void>
}

export interface AccountParts {
  store: Store
  secrets: Secrets
  sessions: AccountSessions
  announce: Announce
  /** Logs in and out again. @throws MailError */
  tryLogin(server: ImapServer, password: string): Promise<void>
  /** The same at a server that sends mail. @throws MailError */
  tryOutgoing(server: SmtpDraft, password: string): Promise<void>
  /** Deletes the account's mail a little at a time. */
  deleteMail(accountId: AccountId): Promise<void>
}

export function accountProcedures(parts: AccountParts): AccountHandlers {
  const { store, secrets, sessions, announce, tryLogin, tryOutgoing, deleteMail } = parts

  function find(accountId: AccountId): Account {
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    return account
  }

  /** A sync nobody waits for: how it goes is told by `sync.state`. */
  function syncUnasked(account: Account): void {
    sessions
      .of(account)
      .sync()
      .catch(() => {})
  }

  function refuseKnown({ address, host }: Pick<AccountDraft, 'address' | 'host'>): void {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
    const known = listAccounts(store.read).some((one) => same(one.address, address) && same(one.host, host))
    if (known) throw new MailError('account-exists')
  }

  /** The password first: a server without it is of no use, a password without its server does no harm. */
  async function keepSmtp(id: AccountId, smtp: SmtpDraft | null): Promise<void> {
    const password = smtp?.password ?? null
    if (password !== null) await secrets.set(id, 'outgoing', password)
    store.write((db) => saveSmtp(db, id, smtp && toServer(smtp)))
    if (password === null) await secrets.delete(id, 'outgoing')
  }

  return {
    'account.list': () => listAccounts(store.read),
    async 'account.add'({ password, signIn: _, smtp, ...draft }) {
      if (password === undefined) throw new MailError('bad-request')
      refuseKnown(draft)
      await tryLogin(draft, password)
      if (smtp) await tryOutgoing(smtp, smtp.password ?? password)
      const id = store.write((db) => insertAccount(db, draft))
      try {
        await secrets.set(id, 'incoming', password)
        if (smtp) await keepSmtp(id, smtp)
      } catch (error) {
        await deleteMail(id)
        throw error
      }
      announce('account.changed', { accountId: id })
      const account = find(id)
      syncUnasked(account)
      return account
    },
    'account.edit': notBuilt,
    'account.knownServers': () => null,
    'account.askForServers': () => null,
    'account.certificate': notBuilt,
    'account.setPin': notBuilt,
    'account.startSignIn': notBuilt,
    'account.awaitSignIn': notBuilt,
    'account.cancelSignIn': notBuilt,
    'account.checkSmtp': (smtp) => tryOutgoing(smtp, smtp.password),
    async 'account.saveSmtp'({ accountId, smtp }) {
      find(accountId)
      if (smtp) {
        const password = smtp.password ?? (await secrets.get(accountId, 'incoming'))
        if (password === null) throw new MailError('wrong-password')
        await tryOutgoing(smtp, password)
      }
      await keepSmtp(accountId, smtp)
      announce('account.changed', { accountId })
    },
    async 'account.setPassword'({ accountId, password }) {
      const account = find(accountId)
      await tryLogin(account, password)
      await secrets.set(accountId, 'incoming', password)
      announce('account.changed', { accountId })
      // How it goes is told by `sync.state`.
      sessions
        .of(account)
        .renew()
        .catch(() => {})
    },
    async 'account.remove'({ accountId }) {
      find(accountId)
      // First, so that a password is never left behind without its account.
      await secrets.delete(accountId, 'outgoing')
      await secrets.delete(accountId, 'incoming')
      await sessions.remove(accountId)
      await deleteMail(accountId)
      announce('account.changed', { accountId })
    },
    'account.sync': ({ accountId }) => sessions.of(find(accountId)).sync(),
    'account.syncStates': () => sessions.states(listAccounts(store.read)),
  }
}

function notBuilt(): never {
  throw new MailError('bad-request')
}

function toServer({ password, ...server }: SmtpDraft): SmtpServer {
  return { ...server, ownPassword: password !== null }
}
