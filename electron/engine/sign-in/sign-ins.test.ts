import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SignInId } from '../../../shared/models/sign-in.ts'
import { createGuardedRequest } from '../network/guarded-request.ts'
import { type OauthServerOptions, startOauthServer, type TestOauthServer } from '../testing/oauth-server.ts'
import { createSignIns, type SignInRequest, type SignIns } from './sign-ins.ts'

let provider: TestOauthServer
let signIns: SignIns

async function begin(options: OauthServerOptions = {}, patienceMs?: number): Promise<void> {
  provider = await startOauthServer(options)
  const request = createGuardedRequest(
    { resolve: () => ({ address: '127.0.0.1', port: provider.port }) },
    () => null,
  )
  signIns = createSignIns(request, patienceMs)
}

beforeEach(() => begin())
afterEach(async () => {
  signIns.cancelAll()
  await provider.close()
})

const wanted: SignInRequest = {
  ...{ provider: 'google', clientId: 'curtain-test', clientSecret: null, address: 'reader@example.org' },
}
const client = { provider: 'google', clientId: 'curtain-test' } as const

test('the browser is sent to the provider with all that it needs, and nothing secret', async () => {
  const { url } = await signIns.start({ ...wanted, clientSecret: 'shh' })
  const { origin, pathname, searchParams } = new URL(url)
  expect(origin + pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth')
  expect(Object.fromEntries(searchParams)).toEqual({
    response_type: 'code',
    client_id: 'curtain-test',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    state: expect.stringMatching(/^.{40,}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    scope: 'https://mail.google.com/',
    login_hint: 'reader@example.org',
    access_type: 'offline',
    prompt: 'consent',
  })
  expect(url).not.toContain('shh')
})

test.each(['google', 'microsoft', 'yahoo'] as const)('%s lets the user in', async (name) => {
  const { signIn, url } = await signIns.start({ ...wanted, provider: name })
  const shown = await provider.visit(url)
  expect(shown).toContain('You can close this window')
  expect(shown).toContain('يمكنك إغلاق')
  await signIns.end(signIn)
  const grant = await signIns.granted(signIn, { ...client, provider: name })
  expect(provider.isValid(grant.accessToken)).toBe(true)
  expect(grant).toMatchObject({ refreshToken: expect.any(String), clientSecret: null })
  expect(grant.expiresAt).toBeGreaterThan(Date.now())
})

test('a registration with a secret proves itself with it', async () => {
  await provider.close()
  await begin({ clientSecret: 'shh' })
  const right = await signIns.start({ ...wanted, clientSecret: 'shh' })
  await provider.visit(right.url)
  expect(await signIns.granted(right.signIn, client)).toMatchObject({ clientSecret: 'shh' })
  const wrong = await signIns.start(wanted)
  await provider.visit(wrong.url)
  await expect(signIns.end(wrong.signIn)).rejects.toMatchObject({ code: 'sign-in-refused' })
})

test('whoever knows the port but not the state gets nothing, and disturbs nothing', async () => {
  const { signIn, url } = await signIns.start(wanted)
  const forged = await provider.visit(url, (redirect) => redirect.searchParams.set('state', 'guessed'))
  expect(forged).toBe('')
  const bare = await provider.visit(url, (redirect) => redirect.searchParams.delete('state'))
  expect(bare).toBe('')
  expect(provider.asked).toEqual([])
  await provider.visit(url)
  await signIns.end(signIn)
})

test('a code that was given to another sign-in is refused: PKCE', async () => {
  const first = await signIns.start(wanted)
  const second = await signIns.start(wanted)
  let stolen = ''
  await provider.visit(first.url, (redirect) => {
    stolen = redirect.searchParams.get('code') ?? ''
  })
  await provider.visit(second.url, (redirect) => redirect.searchParams.set('code', stolen))
  await expect(signIns.end(second.signIn)).rejects.toMatchObject({ code: 'sign-in-refused' })
})

test('what the user refuses at the provider is refused here', async () => {
  const { signIn, url } = await signIns.start(wanted)
  await provider.visit(url, ({ searchParams }) => {
    searchParams.delete('code')
    searchParams.set('error', 'access_denied')
  })
  await expect(signIns.end(signIn)).rejects.toMatchObject({ code: 'sign-in-refused', retry: 'after-user' })
  expect(provider.asked).toEqual([])
})

test('who closes the browser can cancel, and then nobody listens any more', async () => {
  const { signIn, url } = await signIns.start(wanted)
  const ended = signIns.end(signIn)
  signIns.cancel(signIn)
  await expect(ended).rejects.toMatchObject({ code: 'cancelled' })
  await expect(provider.visit(url)).rejects.toThrow()
  await expect(signIns.end(signIn)).rejects.toMatchObject({ code: 'not-found' })
})

test('nobody is waited for without end', async () => {
  await provider.close()
  await begin({}, 20)
  const { signIn } = await signIns.start(wanted)
  await expect(signIns.end(signIn)).rejects.toMatchObject({ code: 'timed-out' })
})

test('what a sign-in brought is for the registration that it was made with', async () => {
  const { signIn, url } = await signIns.start(wanted)
  await provider.visit(url)
  await expect(signIns.granted(signIn, { ...client, clientId: 'other' })).rejects.toMatchObject({
    code: 'bad-request',
  })
  await expect(signIns.granted(signIn, { ...client, provider: 'yahoo' })).rejects.toMatchObject({
    code: 'bad-request',
  })
  signIns.forget(signIn)
  await expect(signIns.granted(signIn, client)).rejects.toMatchObject({ code: 'not-found' })
  await expect(signIns.end(99 as SignInId)).rejects.toMatchObject({ code: 'not-found' })
})
