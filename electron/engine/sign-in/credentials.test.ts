import { afterEach, beforeEach, expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import { createGuardedRequest } from '../network/guarded-request.ts'
import type { Login } from '../network/login.ts'
import { startOauthServer, type TestOauthServer } from '../testing/oauth-server.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { packGrant, readGrant } from './grant.ts'
import { createSignIns } from './sign-ins.ts'

const id = 1 as AccountId
const oauth = { provider: 'google', clientId: 'curtain-test' } as const
const account = { id, oauth }

let provider: TestOauthServer
let credentials: Credentials
let stored: string | null
let now: number
/** What happens while the provider is asked. */
let whenAsked: () => void
/** Whether the keychain takes a secret. */
let keeps: boolean

beforeEach(async () => {
  provider = await startOauthServer()
  whenAsked = () => {}
  keeps = true
  const resolve = () => {
    whenAsked()
    return { address: '127.0.0.1', port: provider.port }
  }
  const request = createGuardedRequest({ resolve }, () => null)
  const signIns = createSignIns(request)
  const { signIn, url } = await signIns.start({ ...oauth, clientSecret: null, address: 'reader@example.org' })
  await provider.visit(url)
  stored = packGrant(await signIns.granted(signIn, oauth))
  signIns.cancelAll()
  now = Date.now()
  const secrets = {
    get: async () => stored,
    set: async (_id: AccountId, secret: string) => {
      if (!keeps) throw new MailError('keychain-unavailable')
      stored = secret
    },
  }
  credentials = createCredentials(secrets, request, () => now)
})
afterEach(() => provider.close())

/** A server that takes the tokens that the provider gave. */
async function logIn(login: Login): Promise<string> {
  if (typeof login === 'string' || !provider.isValid(login.accessToken)) throw new MailError('wrong-password')
  return login.accessToken
}
const renewals = () => provider.asked.filter((form) => form.get('grant_type') === 'refresh_token')

test('a password logs in as it is, and its absence is said', async () => {
  stored = 'secret'
  expect(await credentials.with({ id, oauth: null }, async (login) => login)).toBe('secret')
  stored = null
  await expect(credentials.with({ id, oauth: null }, logIn)).rejects.toMatchObject({ code: 'wrong-password' })
})

test('a token that is good is used as it is', async () => {
  await credentials.with(account, logIn)
  expect(renewals()).toEqual([])
})

test('one that is about to run out is renewed first, and the new one kept', async () => {
  const before = readGrant(stored)
  now += 56 * 60_000
  const used = await credentials.with(account, logIn)
  expect(used).not.toBe(before?.accessToken)
  expect(readGrant(stored)?.accessToken).toBe(used)
  expect(readGrant(stored)?.refreshToken).not.toBe(before?.refreshToken)
  expect(renewals()).toHaveLength(1)
})

test('one that the server does not take is renewed once', async () => {
  provider.expireTokens()
  await credentials.with(account, logIn)
  expect(renewals()).toHaveLength(1)
})

test('connections that are refused together renew it together', async () => {
  provider.expireTokens()
  const used = await Promise.all([1, 2, 3, 4].map(() => credentials.with(account, logIn)))
  expect(new Set(used).size).toBe(1)
  expect(renewals()).toHaveLength(1)
})

test.for(['another grant', null])(
  'a renewal that ends too late writes nothing over %s',
  async (meanwhile) => {
    provider.expireTokens()
    whenAsked = () => {
      stored = meanwhile
    }
    await credentials.with(account, logIn)
    expect(stored).toBe(meanwhile)
    expect(renewals()).toHaveLength(1)
  },
)

test('a permission that was taken back is said, and not asked for without end', async () => {
  provider.revoke()
  const attempt = credentials.with(account, logIn)
  await expect(attempt).rejects.toMatchObject({ code: 'sign-in-expired', retry: 'after-user' })
  expect(renewals()).toHaveLength(1)
})

test('a mail server that takes no token at all ends it after one renewal', async () => {
  let logins = 0
  const refuse = async () => {
    logins += 1
    throw new MailError('wrong-password')
  }
  await expect(credentials.with(account, refuse)).rejects.toMatchObject({ code: 'sign-in-expired' })
  expect(logins).toBe(2)
  expect(renewals()).toHaveLength(1)
})

test('other failures are what they are, and renew nothing', async () => {
  const lose = async () => {
    throw new MailError('connection-lost')
  }
  await expect(credentials.with(account, lose)).rejects.toMatchObject({ code: 'connection-lost' })
  expect(renewals()).toEqual([])
})

test('a provider that can’t be reached is not a permission taken back', async () => {
  await provider.close()
  now += 2 * 3_600_000
  const failure = await credentials.with(account, logIn).catch((error) => error)
  expect(failure).toMatchObject({ code: 'connection-refused', retry: 'later' })
  expect(readGrant(stored)?.refreshToken).toEqual(expect.any(String))
})

test('a renewed grant that the keychain does not take is used, and kept as soon as it does', async () => {
  keeps = false
  for (let renewed = 0; renewed < 2; renewed++) {
    provider.expireTokens()
    expect(await credentials.with(account, logIn)).not.toBe(readGrant(stored)?.accessToken)
  }
  expect(renewals()).toHaveLength(2)
  keeps = true
  const used = await credentials.with(account, logIn)
  expect(readGrant(stored)?.accessToken).toBe(used)
  expect(renewals()).toHaveLength(2)
})

test('a new sign-in takes the place of a renewed grant that was never kept', async () => {
  keeps = false
  provider.expireTokens()
  await credentials.with(account, logIn)
  stored = packGrant({ accessToken: 'anew', refreshToken: null, expiresAt: null, clientSecret: null })
  expect(await credentials.with(account, async (login) => login)).toEqual({ accessToken: 'anew' })
})

test.each([
  [429, 'rate_limit_exceeded'],
  [400, 'temporarily_unavailable'],
  [503, 'temporarily_unavailable'],
])('a provider that is busy (%i %s) is asked again later', async (status, error) => {
  now += 56 * 60_000
  provider.refuse({ status, error })
  const attempt = credentials.with(account, logIn)
  await expect(attempt).rejects.toMatchObject({ code: 'server-misbehaved', retry: 'later' })
  provider.refuse(null)
  await credentials.with(account, logIn)
})

test('a secret that is no grant, or can’t be renewed, asks for a new sign-in', async () => {
  stored = 'a password from before'
  await expect(credentials.with(account, logIn)).rejects.toMatchObject({ code: 'sign-in-expired' })
  stored = packGrant({ accessToken: 'x', refreshToken: null, expiresAt: null, clientSecret: null })
  await expect(credentials.with(account, logIn)).rejects.toMatchObject({ code: 'sign-in-expired' })
})
