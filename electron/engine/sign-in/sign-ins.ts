import { MailError } from '../../../shared/errors.ts'
import type { OauthClient, SignInId } from '../../../shared/models/sign-in.ts'
import { type AwaitedRedirect, awaitRedirect } from '../network/await-redirect.ts'
import { beginSignIn, exchangeCode, signInUrl } from '../network/exchange-tokens.ts'
import type { GuardedRequest } from '../network/guarded-request.ts'
import type { Grant } from './grant.ts'
import { oauthProviders } from './oauth-providers.ts'

export interface SignInRequest extends OauthClient {
  /** The provider suggests this account. */
  address: string
  clientSecret: string | null
}

export interface SignIns {
  start(request: SignInRequest): Promise<{ signIn: SignInId; url: string }>
  /** @throws MailError 'cancelled', 'timed-out', 'sign-in-refused'; 'not-found' when there is no such sign-in. */
  end(signIn: SignInId): Promise<void>
  cancel(signIn: SignInId): void
  /** What a sign-in that ended well brought, for the account with this registration; 'bad-request' for another. */
  granted(signIn: SignInId, client: OauthClient): Promise<Grant>
  /** Once its grant lies in the keychain, or nobody wants it any more. */
  forget(signIn: SignInId): void
  cancelAll(): void
}

interface SignIn {
  client: OauthClient
  redirect: AwaitedRedirect
  grant: Promise<Grant>
  timer: NodeJS.Timeout
}

/** People look for their phone, and for the password that they wrote down somewhere. */
const PATIENCE_MS = 15 * 60_000

/** Sign-ins by way of the user's browser, each with a port of its own. What they bring stays in memory here. */
export function createSignIns(request: GuardedRequest, patienceMs = PATIENCE_MS): SignIns {
  const signIns = new Map<SignInId, SignIn>()
  let last = 0

  function find(id: SignInId): SignIn {
    const found = signIns.get(id)
    if (found === undefined) throw new MailError('not-found')
    return found
  }

  function drop(id: SignInId, code: 'cancelled' | 'timed-out'): void {
    const dropped = signIns.get(id)
    if (dropped === undefined) return
    clearTimeout(dropped.timer)
    dropped.redirect.giveUp(new MailError(code))
    signIns.delete(id)
  }

  return {
    async start({ provider, clientId, clientSecret, address }) {
      const facts = oauthProviders[provider]
      let state = ''
      const redirect = await awaitRedirect((answer) => answer.get('state') === state)
      const pending = beginSignIn(`http://${facts.redirectHost}:${redirect.port}`)
      state = pending.state
      const { scope, extra } = facts
      const url = await signInUrl(facts, clientId, pending, { scope, login_hint: address, ...extra })
      const grant = redirect.answer.then(async (answer): Promise<Grant> => {
        const tokens = await exchangeCode(facts, { clientId, clientSecret }, pending, answer, request)
        return { ...tokens, clientSecret }
      })
      // Whoever awaits it hears of it.
      grant.catch(() => {})
      last += 1
      const id = last as SignInId
      const timer = setTimeout(() => drop(id, 'timed-out'), patienceMs).unref()
      signIns.set(id, { client: { provider, clientId }, redirect, grant, timer })
      return { signIn: id, url }
    },
    async end(id) {
      await find(id).grant
    },
    cancel: (id) => drop(id, 'cancelled'),
    async granted(id, client) {
      const signIn = find(id)
      if (signIn.client.provider !== client.provider || signIn.client.clientId !== client.clientId) {
        throw new MailError('bad-request')
      }
      return signIn.grant
    },
    forget: (id) => drop(id, 'cancelled'),
    cancelAll() {
      for (const id of [...signIns.keys()]) drop(id, 'cancelled')
    },
  }
}
