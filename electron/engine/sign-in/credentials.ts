import { MailError } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { OauthClient } from '../../../shared/models/sign-in.ts'
import { refreshTokens } from '../network/exchange-tokens.ts'
import type { GuardedRequest } from '../network/guarded-request.ts'
import type { Login } from '../network/login.ts'
import { type Grant, packGrant, readGrant } from './grant.ts'
import { oauthProviders } from './oauth-providers.ts'

/** Where the secret that lets an account in is kept. */
export interface KeptSecret {
  get(accountId: AccountId): Promise<string | null>
  set(accountId: AccountId, secret: string): Promise<void>
}

export interface Credentials {
  /**
   * Runs `act` with what logs the account in. A token that is about to run out is renewed first, and one that the
   * server does not take is renewed once.
   *
   * @throws MailError 'wrong-password' when there is none, 'sign-in-expired' when the grant is gone.
   */
  with<T>(account: Pick<Account, 'id' | 'oauth'>, act: (login: Login) => Promise<T>): Promise<T>
}

/** A login must not run out between being fetched and being used. */
const EARLY_MS = 5 * 60_000

export function createCredentials(
  secrets: KeptSecret,
  request: GuardedRequest,
  now: () => number = Date.now,
): Credentials {
  const renewing = new Map<AccountId, Promise<Grant>>()
  /** Renewed, but the keychain did not take it: the one that is kept may be spent. */
  const unkept = new Map<AccountId, { grant: Grant; kept: Grant }>()

  async function currentGrant(id: AccountId): Promise<Grant | null> {
    const kept = readGrant(await secrets.get(id))
    const waiting = unkept.get(id)
    if (waiting === undefined) return kept
    if (kept?.accessToken === waiting.kept.accessToken) {
      await keep(id, waiting.grant, waiting.kept)
      return waiting.grant
    }
    unkept.delete(id)
    return kept
  }

  async function keep(id: AccountId, grant: Grant, kept: Grant): Promise<void> {
    try {
      await secrets.set(id, packGrant(grant))
      unkept.delete(id)
    } catch {
      unkept.set(id, { grant, kept })
    }
  }

  async function renew(id: AccountId, client: OauthClient, used: Grant): Promise<Grant> {
    const stored = await currentGrant(id)
    if (stored === null) throw new MailError('sign-in-expired')
    // Another connection of the account was faster.
    if (stored.accessToken !== used.accessToken) return stored
    const { refreshToken, clientSecret } = stored
    if (refreshToken === null) throw new MailError('sign-in-expired')
    const registration = { clientId: client.clientId, clientSecret }
    const facts = oauthProviders[client.provider]
    const renewed = { ...(await refreshTokens(facts, registration, refreshToken, request)), clientSecret }
    // Signed in to anew, or removed, while the provider was asked: this grant is nobody's any more.
    const isCurrent = (await currentGrant(id))?.accessToken === stored.accessToken
    if (isCurrent) await keep(id, renewed, unkept.get(id)?.kept ?? stored)
    return renewed
  }

  /** One at a time for an account: of two renewals with one refresh token, the second may end the grant. */
  function renewOnce(id: AccountId, client: OauthClient, grant: Grant): Promise<Grant> {
    const underWay = renewing.get(id)
    if (underWay !== undefined) return underWay
    const renewal = renew(id, client, grant).finally(() => renewing.delete(id))
    renewing.set(id, renewal)
    return renewal
  }

  async function withGrant<T>(
    id: AccountId,
    client: OauthClient,
    act: (login: Login) => Promise<T>,
  ): Promise<T> {
    const stored = await currentGrant(id)
    if (stored === null) throw new MailError('sign-in-expired')
    const runsOut = stored.expiresAt !== null && stored.expiresAt - EARLY_MS < now()
    const grant = runsOut ? await renewOnce(id, client, stored) : stored
    try {
      return await act({ accessToken: grant.accessToken })
    } catch (error) {
      if (!isRefusal(error) || runsOut) throw asExpired(error)
    }
    const { accessToken } = await renewOnce(id, client, grant)
    return act({ accessToken }).catch((error) => {
      throw asExpired(error)
    })
  }

  return {
    async with({ id, oauth }, act) {
      if (oauth) return withGrant(id, oauth, act)
      const password = await secrets.get(id)
      if (password === null) throw new MailError('wrong-password')
      return act(password)
    },
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof MailError && error.code === 'wrong-password'
}

/** There is no password to be wrong. */
function asExpired(error: unknown): unknown {
  return isRefusal(error) ? new MailError('sign-in-expired', { cause: error }) : error
}
