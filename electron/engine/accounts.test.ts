/** Accounts as a whole: signed in by the browser, with a certificate that was pinned, several beside each other. */
import { X509Certificate } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { AccountDraft, AccountId } from '../../shared/models/account.ts'
import { incomingSecret, type SecretName } from '../../shared/models/secret.ts'
import type { SyncState } from '../../shared/models/sync-state.ts'
import { type Engine, startEngine } from './engine.ts'
import { silentLog } from './log/log.ts'
import { type Dovecot, type DovecotOptions, startDovecot } from './testing/dovecot.ts'
import { startOauthServer, type TestOauthServer } from './testing/oauth-server.ts'
import { tempDataDir } from './testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const ADDRESS = 'reader@example.org'
const client = { provider: 'google', clientId: 'curtain-test' } as const

let provider: TestOauthServer
let secrets: Map<SecretName, string>

beforeEach(async () => {
  provider = await startOauthServer({ user: ADDRESS })
})
afterEach(() => provider.close())

function start(): Engine {
  secrets = new Map()
  const engine = startEngine({
    dataDir: tempDataDir(),
    secrets: {
      get: async (name) => secrets.get(name) ?? null,
      set: async (name, secret) => void secrets.set(name, secret),
      delete: async (name) => void secrets.delete(name),
    },
    network: { resolve: () => ({ address: '127.0.0.1', port: provider.port }) },
    log: silentLog,
    ingestWorker: new URL('./sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  return engine
}

async function serve(options: Partial<DovecotOptions> = {}, mails = 2): Promise<Dovecot> {
  const dovecot = await startDovecot({ users: { [ADDRESS]: 'secret' }, ...options })
  onTestFinished(() => dovecot.remove())
  dovecot.deliver(
    ADDRESS,
    Array.from(
      { length: mails },
      (_, n) => `Subject: Mail ${n}\r\nMessage-ID: <${n}@example.org>\r\n\r\nWords.\r\n`,
    ),
  )
  return dovecot
}

const at = (dovecot: Dovecot, over: Partial<AccountDraft> = {}): AccountDraft => ({
  ...{ host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user: ADDRESS },
  ...{ address: ADDRESS, displayName: 'Reader', password: 'secret', ...over },
})

/** Signs in as a user does, with the system's browser. */
async function signIn(engine: Engine) {
  const started = await engine.handlers['account.startSignIn']({
    ...client,
    clientSecret: null,
    address: ADDRESS,
  })
  await provider.visit(started.url)
  await engine.handlers['account.awaitSignIn']({ signIn: started.signIn })
  return started.signIn
}

async function addSignedIn(engine: Engine, dovecot: Dovecot) {
  const { password: _, ...draft } = at(dovecot, { oauth: client })
  return engine.handlers['account.add']({ ...draft, signIn: await signIn(engine) })
}

const sync = async (engine: Engine, accountId: AccountId) => engine.handlers['account.sync']({ accountId })
const inbox = async (engine: Engine, accountId: AccountId) =>
  (await engine.handlers['folder.list']({ accountId })).find(({ role }) => role === 'inbox')
const stateOf = async (engine: Engine, accountId: AccountId) =>
  (await engine.handlers['account.syncStates']()).find((state) => state.accountId === accountId)

function whenState(engine: Engine, is: (state: SyncState) => boolean): Promise<SyncState> {
  return new Promise((resolve) => {
    const end = engine.onEvent((name, payload) => {
      if (name !== 'sync.state' || !('phase' in payload) || !is(payload)) return
      end()
      resolve(payload)
    })
  })
}

test.each(['XOAUTH2', 'OAUTHBEARER'])(
  'a real server lets in whoever signed in by the browser: %s',
  async (way) => {
    const capability = `IMAP4rev1 SASL-IR ID IDLE UIDPLUS MOVE AUTH=PLAIN AUTH=${way}`
    const dovecot = await serve({ introspectionUrl: `${provider.origin}/introspect`, capability })
    const engine = start()
    const account = await addSignedIn(engine, dovecot)
    expect(account.oauth).toEqual(client)
    await sync(engine, account.id)
    expect(await inbox(engine, account.id)).toMatchObject({ total: 2 })
    // The way back in lies in the keychain, and no password was ever typed.
    expect(secrets.get(incomingSecret(account.id))).toContain('refreshToken')
  },
)

test('a token that ran out is renewed without a word; a permission taken back is told, and can be given again', async () => {
  const dovecot = await serve({ introspectionUrl: `${provider.origin}/introspect` })
  const engine = start()
  const { id } = await addSignedIn(engine, dovecot)
  await sync(engine, id)
  await dovecot.stop()
  await dovecot.start()
  provider.expireTokens()
  await sync(engine, id)
  expect(await stateOf(engine, id)).toMatchObject({ phase: 'idle', failure: null })

  await dovecot.stop()
  await dovecot.start()
  provider.revoke()
  await expect(sync(engine, id)).rejects.toMatchObject({ code: 'sign-in-expired', retry: 'after-user' })
  expect(await stateOf(engine, id)).toMatchObject({ failure: { code: 'sign-in-expired' } })

  const [account] = await engine.handlers['account.list']()
  if (account === undefined) throw new Error('no account')
  const { smtp: _, ...settings } = account
  await engine.handlers['account.edit']({ ...settings, signIn: await signIn(engine) })
  await sync(engine, id)
  expect(await inbox(engine, id)).toMatchObject({ total: 2 })
})

test('who signs in with another of their accounts is told so, and nothing is kept', async () => {
  await provider.close()
  provider = await startOauthServer({ user: 'somebody@else.example' })
  const dovecot = await serve({ introspectionUrl: `${provider.origin}/introspect` })
  const engine = start()
  await expect(addSignedIn(engine, dovecot)).rejects.toMatchObject({ code: 'sign-in-refused' })
  expect(await engine.handlers['account.list']()).toEqual([])
  expect(secrets.size).toBe(0)
})

test('a password for an account that signs in by the browser, or none at all, is no way in', async () => {
  const dovecot = await serve()
  const engine = start()
  const { password: _, ...bare } = at(dovecot)
  for (const draft of [bare, at(dovecot, { oauth: client })]) {
    await expect(engine.handlers['account.add'](draft)).rejects.toMatchObject({ code: 'bad-request' })
  }
})

test('a certificate is shown, pinned by choice, told when it changes, and forgotten by choice', async () => {
  const dovecot = await serve()
  const engine = start()
  const draft = at(dovecot, { port: dovecot.tlsPort, security: 'tls' })
  await expect(engine.handlers['account.add'](draft)).rejects.toMatchObject({ code: 'certificate-untrusted' })
  const { host, port, security } = draft
  const shown = await engine.handlers['account.certificate']({ host, port, security, protocol: 'imap' })
  expect(shown.fingerprint).toBe(new X509Certificate(dovecot.certificate).fingerprint256)
  const { id } = await engine.handlers['account.add']({ ...draft, pin: shown.fingerprint })
  await sync(engine, id)
  expect(await inbox(engine, id)).toMatchObject({ total: 2 })

  const other = `${shown.fingerprint.slice(0, -2)}${shown.fingerprint.endsWith('00') ? '01' : '00'}`
  await engine.handlers['account.setPin']({ accountId: id, protocol: 'imap', pin: other })
  await expect(sync(engine, id)).rejects.toMatchObject({ code: 'certificate-changed' })
  await engine.handlers['account.setPin']({ accountId: id, protocol: 'imap', pin: null })
  await expect(sync(engine, id)).rejects.toMatchObject({ code: 'certificate-untrusted' })
  await engine.handlers['account.setPin']({ accountId: id, protocol: 'imap', pin: shown.fingerprint })
  await sync(engine, id)
})

test('another account is not let in by the pin of the first', async () => {
  const dovecot = await serve({ users: { [ADDRESS]: 'secret', second: 'secret' } })
  const engine = start()
  const draft = at(dovecot, { port: dovecot.tlsPort, security: 'tls' })
  const pin = new X509Certificate(dovecot.certificate).fingerprint256
  await engine.handlers['account.add']({ ...draft, pin })
  const second = engine.handlers['account.add']({ ...draft, address: 'second@example.org', user: 'second' })
  await expect(second).rejects.toMatchObject({ code: 'certificate-untrusted' })
})

test('an account moves to another server without being removed', async () => {
  const [before, after] = [await serve({}, 1), await serve({}, 3)]
  const engine = start()
  const account = await engine.handlers['account.add'](at(before))
  await sync(engine, account.id)
  const edit = at(after, { displayName: 'Other name' })
  await engine.handlers['account.edit']({ ...edit, id: account.id })
  await sync(engine, account.id)
  expect(await engine.handlers['account.list']()).toMatchObject([
    { id: account.id, displayName: 'Other name' },
  ])
  expect(await inbox(engine, account.id)).toMatchObject({ total: 3 })
})

test('an edit that can’t log in changes nothing; one of the name asks no server', async () => {
  const dovecot = await serve()
  const engine = start()
  const { smtp: _, ...account } = await engine.handlers['account.add'](at(dovecot))
  await sync(engine, account.id)
  await expect(engine.handlers['account.edit']({ ...account, port: 1 })).rejects.toMatchObject({
    code: 'connection-refused',
  })
  await expect(engine.handlers['account.edit']({ ...account, password: 'wrong' })).rejects.toMatchObject({
    code: 'wrong-password',
  })
  expect(await engine.handlers['account.list']()).toMatchObject([{ port: dovecot.port }])
  expect(secrets.get(incomingSecret(account.id))).toBe('secret')
  await dovecot.stop()
  await engine.handlers['account.edit']({ ...account, displayName: 'Renamed' })
  expect(await engine.handlers['account.list']()).toMatchObject([{ displayName: 'Renamed' }])
})

test('mail that comes after the address was changed is judged by the new one', async () => {
  const dovecot = await serve()
  const engine = start()
  const { smtp: _, ...account } = await engine.handlers['account.add'](at(dovecot))
  await sync(engine, account.id)
  await engine.handlers['account.edit']({ ...account, address: 'new@other.example' })
  const picture = '<img src="https://pictures.example/new@other.example/a.png">'
  dovecot.deliver(ADDRESS, [`Subject: Personal\r\nContent-Type: text/html\r\n\r\n${picture}`])
  await sync(engine, account.id)
  const [inbox] = await engine.handlers['folder.list']({ accountId: account.id })
  if (inbox === undefined) throw new Error('no inbox')
  const { rows } = await engine.handlers['message.list']({ folderId: inbox.id, cursor: null, limit: 1 })
  expect(rows).toMatchObject([{ subject: 'Personal', trackerCount: 1 }])
})

test('what is stored is shown to no other host, and in no other way than it is for', async () => {
  const dovecot = await serve({ introspectionUrl: `${provider.origin}/introspect` })
  const engine = start()
  const { smtp: _, ...account } = await engine.handlers['account.add'](at(dovecot))
  await sync(engine, account.id)
  const logins = dovecot.logins(ADDRESS)
  await expect(engine.handlers['account.edit']({ ...account, host: 'localhost' })).rejects.toMatchObject({
    code: 'wrong-password',
  })
  await expect(engine.handlers['account.edit']({ ...account, oauth: client })).rejects.toMatchObject({
    code: 'bad-request',
  })
  const second = await addSignedIn(
    engine,
    await serve({ introspectionUrl: `${provider.origin}/introspect` }),
  ).catch((error) => error)
  // The same address at the same host: one account is enough.
  expect(second).toMatchObject({ code: 'account-exists' })
  await engine.handlers['account.edit']({ ...account, oauth: client, signIn: await signIn(engine) })
  // A grant is no password: taking the registration away needs one.
  await expect(engine.handlers['account.edit']({ ...account, oauth: null })).rejects.toMatchObject({
    code: 'bad-request',
  })
  await vi.waitFor(() => expect(dovecot.logins(ADDRESS)).toBeGreaterThan(logins))
  expect(await engine.handlers['account.list']()).toMatchObject([{ host: '127.0.0.1', oauth: client }])
})

test('two accounts can’t become one', async () => {
  const dovecot = await serve({ users: { [ADDRESS]: 'secret', second: 'secret' } })
  const engine = start()
  await engine.handlers['account.add'](at(dovecot))
  const second = await engine.handlers['account.add'](
    at(dovecot, { address: 'second@example.org', user: 'second' }),
  )
  const edit = engine.handlers['account.edit']({
    ...at(dovecot),
    id: second.id,
    address: ADDRESS.toUpperCase(),
  })
  await expect(edit).rejects.toMatchObject({ code: 'account-exists' })
})

/** Accepts and says nothing, for ever. `heard` ends when somebody came. */
async function startSilentServer(port = 0) {
  const sockets = new Set<Socket>()
  const { promise: visited, resolve } = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    resolve()
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { visited }
}

test('a server that hangs for ever holds up its own account and no other', async () => {
  const [good, bad] = [await serve({}, 20), await serve({}, 1)]
  const engine = start()
  const healthy = await engine.handlers['account.add'](at(good))
  const hanging = await engine.handlers['account.add'](at(bad, { address: 'other@example.org' }))
  await sync(engine, healthy.id)
  await sync(engine, hanging.id)
  await bad.stop()
  const silent = await startSilentServer(bad.port)
  const stuck = sync(engine, hanging.id).catch((error) => error)
  await silent.visited

  // Everything the other account does goes on while that one is stuck: mail, a new body, the list.
  good.deliver(ADDRESS, ['Subject: New\r\nMessage-ID: <new@example.org>\r\n\r\nNews.\r\n'])
  await sync(engine, healthy.id)
  expect(await stateOf(engine, hanging.id)).toMatchObject({ phase: 'connecting' })
  const folder = await inbox(engine, healthy.id)
  expect(folder).toMatchObject({ total: 21 })
  if (folder === undefined) throw new Error('no inbox')
  const { rows } = await engine.handlers['message.list']({ folderId: folder.id, cursor: null, limit: 1 })
  const [newest] = rows
  if (newest === undefined) throw new Error('no mail')
  expect(await engine.handlers['message.open']({ messageId: newest.id })).toMatchObject({ subject: 'New' })
  expect(await stateOf(engine, healthy.id)).toMatchObject({ phase: 'idle', failure: null })
  expect(await stateOf(engine, hanging.id)).toMatchObject({ phase: 'connecting' })

  // It can be taken away meanwhile, at once.
  await engine.handlers['account.remove']({ accountId: hanging.id })
  expect(await stuck).toMatchObject({ code: 'cancelled' })
  expect(await engine.handlers['account.list']()).toHaveLength(1)
})

test('what fails in one account is said of it alone', async () => {
  const [good, bad] = [await serve(), await serve()]
  const engine = start()
  const healthy = await engine.handlers['account.add'](at(good))
  const broken = await engine.handlers['account.add'](at(bad, { address: 'other@example.org' }))
  await sync(engine, healthy.id)
  await sync(engine, broken.id)
  await bad.stop()
  await expect(sync(engine, broken.id)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) })
  const idle = whenState(engine, ({ accountId, phase }) => accountId === healthy.id && phase === 'idle')
  await sync(engine, healthy.id)
  expect(await idle).toMatchObject({ failure: null })
  expect((await stateOf(engine, broken.id))?.failure).not.toBeNull()
})

test('what a provider’s sign-in brought goes to that provider’s servers alone', async () => {
  const engine = start()
  const signed = await signIn(engine)
  const thief = { port: 993, security: 'tls' as const, user: ADDRESS }
  const named = { address: ADDRESS, displayName: '', oauth: client, signIn: signed }
  const smtp = { ...thief, host: 'smtp.thief.example', password: null }
  for (const draft of [
    { ...thief, ...named, host: 'imap.thief.example' },
    { ...thief, ...named, host: 'imap.gmail.com', smtp },
  ]) {
    await expect(engine.handlers['account.add'](draft)).rejects.toMatchObject({ code: 'sign-in-refused' })
  }
  expect(await engine.handlers['account.list']()).toEqual([])
})
