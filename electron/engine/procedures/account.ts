import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type {
  Account,
  AccountDraft,
  AccountEdit,
  AccountId,
  SmtpDraft,
  SmtpServer,
} from '../../../shared/models/account.ts'
import { incomingSecret, outgoingSecret, type SecretName } from '../../../shared/models/secret.ts'
import { hostsOfProvider, isKnownPair } from '../discovery/known-providers.ts'
import { isLoopback } from '../network/address-guard.ts'
import type { Login } from '../network/login.ts'
import type { ImapServer } from '../network/open-imap.ts'
import { isAligned, toDomain } from '../parse/mail-domain.ts'
import type { Credentials } from '../sign-in/credentials.ts'
import { packGrant, readGrant } from '../sign-in/grant.ts'
import type { SignIns } from '../sign-in/sign-ins.ts'
import { insertAccount, listAccounts, savePin, saveSmtp, updateAccount } from '../store/accounts.ts'
import type { Store } from '../store/open-store.ts'
import type { Announce } from '../sync/account-session.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'

type AccountHandlers = Pick<
  EngineHandlers,
  | 'account.list'
  | 'account.add'
  | 'account.edit'
  | 'account.setPin'
  | 'account.checkSmtp'
  | 'account.saveSmtp'
  | 'account.setPassword'
  | 'account.remove'
  | 'account.sync'
  | 'account.syncStates'
>

/** Where secrets are kept: never in the database. A host that has no such place rejects with 'keychain-unavailable'. */
export interface Secrets {
  get(name: SecretName): Promise<string | null>
  set(name: SecretName, secret: string): Promise<void>
  delete(name: SecretName): Promise<void>
}

export interface AccountParts {
  store: Store
  secrets: Secrets
  sessions: AccountSessions
  announce: Announce
  credentials: Credentials
  signIns: SignIns
  /** Logs in and out again. @throws MailError */
  tryLogin(server: ImapServer, login: Login): Promise<void>
  /** The same at a server that sends mail. @throws MailError */
  tryOutgoing(server: SmtpDraft, login: Login): Promise<void>
  /** Deletes the account's mail a little at a time. */
  deleteMail(accountId: AccountId): Promise<void>
}

export function accountProcedures(parts: AccountParts): AccountHandlers {
  const { store, secrets, sessions, announce, credentials, signIns, tryLogin, tryOutgoing, deleteMail } =
    parts

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

  function refuseKnown({
    id,
    address,
    host,
  }: Pick<AccountDraft, 'address' | 'host'> & { id?: AccountId }): void {
    const known = listAccounts(store.read).some(
      (one) => one.id !== id && isSameName(one.address, address) && isSameName(one.host, host),
    )
    if (known) throw new MailError('account-exists')
  }

  /** What is to be kept of what was given; null: nothing was. @throws MailError 'bad-request' for the wrong kind. */
  async function secretOf(
    { oauth }: Pick<AccountDraft, 'oauth'>,
    { password, signIn }: Pick<AccountDraft, 'password' | 'signIn'>,
  ): Promise<string | null> {
    if (password === undefined && signIn === undefined) return null
    if (oauth && signIn !== undefined) return packGrant(await signIns.granted(signIn, oauth))
    if (!oauth && password !== undefined) return password
    throw new MailError('bad-request')
  }

  /** @returns what logged in. */
  async function tryGiven(server: ImapServer & Pick<AccountDraft, 'oauth'>, secret: string): Promise<Login> {
    if (server.oauth && !isOfProvider(server.host, server.oauth)) throw new MailError('sign-in-refused')
    const grant = server.oauth ? readGrant(secret) : null
    const login = grant === null ? secret : { accessToken: grant.accessToken }
    try {
      await tryLogin(server, login)
    } catch (error) {
      // The provider let somebody in, but not this user: another of their accounts, most likely.
      const isRefused = error instanceof MailError && error.code === 'wrong-password'
      throw grant !== null && isRefused ? new MailError('sign-in-refused', { cause: error }) : error
    }
    return login
  }

  /** The password first: a server without it is of no use, a password without its server does no harm. */
  async function keepSmtp(id: AccountId, smtp: SmtpDraft | null): Promise<void> {
    const password = smtp?.password ?? null
    if (password !== null) await secrets.set(outgoingSecret(id), password)
    store.writeSafely((db) => saveSmtp(db, id, smtp && toServer(smtp)))
    if (password === null) await secrets.delete(outgoingSecret(id))
  }

  return {
    'account.list': () => listAccounts(store.read),
    async 'account.add'({ password, signIn, smtp, ...draft }) {
      refuseKnown(draft)
      const secret = await secretOf(draft, { password, signIn })
      if (secret === null) throw new MailError('bad-request')
      if (smtp && smtp.password === null && draft.oauth && !isOfProvider(smtp.host, draft.oauth)) {
        throw new MailError('sign-in-refused')
      }
      const login = await tryGiven(draft, secret)
      if (smtp) await tryOutgoing(smtp, smtp.password ?? login)
      const id = store.writeSafely((db) => insertAccount(db, draft))
      try {
        await secrets.set(incomingSecret(id), secret)
        if (smtp) await keepSmtp(id, smtp)
      } catch (error) {
        // Of two secrets one may have been kept, under a number that the next account gets.
        await Promise.allSettled([incomingSecret(id), outgoingSecret(id)].map((name) => secrets.delete(name)))
        await deleteMail(id)
        throw error
      }
      if (signIn !== undefined) signIns.forget(signIn)
      announce('account.changed', { accountId: id })
      const account = find(id)
      syncUnasked(account)
      return account
    },
    async 'account.edit'({ password, signIn, ...edit }) {
      const before = find(edit.id)
      refuseKnown(edit)
      const secret = await secretOf(edit, { password, signIn })
      const isOther = secret !== null || !isSameLogin(edit, before)
      if (secret !== null) {
        await tryGiven(edit, secret)
        await secrets.set(incomingSecret(edit.id), secret)
      } else if (isOther) {
        // What is stored is shown to the host that it is for, and in the way that it is for, and to no other.
        if (!isSameName(edit.host, before.host)) throw new MailError('wrong-password')
        if (!isSameClient(edit.oauth, before.oauth)) throw new MailError('bad-request')
        await credentials.with(before, (login) => tryLogin(edit, login))
      }
      store.writeSafely((db) => updateAccount(db, edit))
      if (signIn !== undefined) signIns.forget(signIn)
      // New mail is judged by whose it is too.
      const isAnew = isOther || !isSameName(edit.address, before.address)
      if (isAnew) await sessions.end(edit.id)
      announce('account.changed', { accountId: edit.id })
      if (edit.host !== before.host) announce('privacy.changed', { accountId: edit.id })
      const account = find(edit.id)
      if (isAnew) syncUnasked(account)
      return account
    },
    async 'account.setPin'({ accountId, protocol, pin }) {
      const { smtp } = find(accountId)
      if (protocol === 'imap') store.writeSafely((db) => savePin(db, accountId, pin))
      else if (smtp) store.writeSafely((db) => saveSmtp(db, accountId, { ...smtp, pin }))
      else throw new MailError('no-outgoing-server')
      // What was trusted a moment ago may have connections.
      await sessions.end(accountId)
      announce('account.changed', { accountId })
      syncUnasked(find(accountId))
    },
    'account.checkSmtp': (smtp) => tryOutgoing(smtp, smtp.password),
    async 'account.saveSmtp'({ accountId, smtp }) {
      const account = find(accountId)
      if (smtp) {
        const { password } = smtp
        if (password !== null) await tryOutgoing(smtp, password)
        else if (isOneProvider(account.host, smtp.host)) {
          await credentials.with(account, (login) => tryOutgoing(smtp, login))
        } else throw new MailError('wrong-password')
      }
      await keepSmtp(accountId, smtp)
      announce('account.changed', { accountId })
    },
    async 'account.setPassword'({ accountId, password }) {
      const account = find(accountId)
      if (account.oauth) throw new MailError('bad-request')
      await tryLogin(account, password)
      await secrets.set(incomingSecret(accountId), password)
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
      await secrets.delete(outgoingSecret(accountId))
      await secrets.delete(incomingSecret(accountId))
      await sessions.remove(accountId)
      await deleteMail(accountId)
      store.forgetAside()
      announce('account.changed', { accountId })
    },
    'account.sync': ({ accountId }) => sessions.of(find(accountId)).sync(),
    'account.syncStates': () => sessions.states(listAccounts(store.read)),
  }
}

/** Whether what is stored for a mailbox may be shown to the server that sends its mail. */
function isOneProvider(imap: string, smtp: string): boolean {
  return isSameName(imap, smtp) || isSameOwner(imap, smtp) || isKnownPair(imap, smtp)
}

/** What is no name belongs to nobody: an address can bear any name as its zone. */
function isSameOwner(a: string, b: string): boolean {
  const [one, other] = [toDomain(a), toDomain(b)]
  return one !== null && other !== null && isAligned(one, other)
}

/** What a provider's sign-in brought is shown to that provider's servers, and to this computer's own. */
function isOfProvider(host: string, { provider }: NonNullable<Account['oauth']>): boolean {
  return (
    isLoopback(host) ||
    hostsOfProvider(provider).some((one) => isSameName(one, host) || isSameOwner(one, host))
  )
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** What makes another login of an account. */
const LOGIN_FIELDS = ['host', 'port', 'security', 'user', 'pin'] as const

function isSameLogin(a: Omit<AccountEdit, 'id'>, b: Omit<AccountEdit, 'id'>): boolean {
  const isSame = LOGIN_FIELDS.every((field) => (a[field] ?? null) === (b[field] ?? null))
  return isSame && isSameClient(a.oauth, b.oauth)
}

function isSameClient(a: Account['oauth'], b: Account['oauth']): boolean {
  return a?.provider === b?.provider && a?.clientId === b?.clientId
}

function toServer({ password, ...server }: SmtpDraft): SmtpServer {
  return { ...server, ownPassword: password !== null }
}
