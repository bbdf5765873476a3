import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { connect } from '../../shared/connect.ts'
import { engineContract } from '../../shared/contract.ts'
import type { AccountDraft, AccountId } from '../../shared/models/account.ts'
import type { MessageRow } from '../../shared/models/message.ts'
import { incomingSecret, type SecretName } from '../../shared/models/secret.ts'
import type { SyncState } from '../../shared/models/sync-state.ts'
import type { Port } from '../../shared/port.ts'
import { type Engine, startEngine } from './engine.ts'
import { silentLog } from './log/log.ts'
import { type Dovecot, startDovecot } from './testing/dovecot.ts'
import { tempDataDir } from './testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const PASSWORD = 'correct horse battery staple'
const users = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`user${n}`, PASSWORD]))
let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({ users })
})
afterAll(() => dovecot.remove())

function start(dataDir = tempDataDir()) {
  const passwords = new Map<SecretName, string>()
  const engine = startEngine({
    dataDir,
    secrets: {
      get: async (name) => passwords.get(name) ?? null,
      set: async (name, password) => void passwords.set(name, password),
      delete: async (name) => void passwords.delete(name),
    },
    log: silentLog,
    ingestWorker: new URL('./sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  return { engine, passwords, dataDir }
}

function newUser(mails: readonly string[] = []): AccountDraft {
  lastUser += 1
  const user = `user${lastUser}`
  dovecot.deliver(user, mails)
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const }
  return { ...server, user, password: PASSWORD, address: `${user}@example.org`, displayName: '' }
}

function mails(count: number, bytes = 500): string[] {
  return Array.from({ length: count }, (_, n) => {
    const head = `Subject: Mail ${n}\r\nMessage-ID: <${n}@example.org>\r\n\r\n`
    return head + 'Words of a mail.\r\n'.repeat(bytes / 18)
  })
}

async function inboxRows(engine: Engine, accountId: AccountId): Promise<MessageRow[]> {
  const [inbox] = await engine.handlers['folder.list']({ accountId })
  if (inbox === undefined) return []
  const rows: MessageRow[] = []
  let cursor = null
  do {
    const page = await engine.handlers['message.list']({ folderId: inbox.id, cursor, limit: 500 })
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor)
  return rows
}

const sync = async (engine: Engine, accountId: AccountId) => engine.handlers['account.sync']({ accountId })

const firstBodyStored = (engine: Engine) =>
  new Promise<void>((resolve) => {
    const end = engine.onEvent((name) => {
      if (name !== 'message.changed') return
      end()
      resolve()
    })
  })

/** The server is down meanwhile, and up again whatever happens. */
async function withoutServer(act: () => Promise<unknown>): Promise<void> {
  await dovecot.stop()
  try {
    await act()
  } finally {
    await dovecot.start()
  }
}

/** The first state of which `is` is true. */
function whenState(engine: Engine, is: (state: SyncState) => boolean): Promise<SyncState> {
  return new Promise((resolve) => {
    const end = engine.onEvent((name, payload) => {
      if (name !== 'sync.state' || !('phase' in payload) || !is(payload)) return
      end()
      resolve(payload)
    })
  })
}

test('an account is added, synced, listed and read', async () => {
  const { engine } = start()
  const account = await engine.handlers['account.add'](newUser(mails(3)))
  await sync(engine, account.id)
  const rows = await inboxRows(engine, account.id)
  expect(rows.map(({ subject }) => subject).sort()).toEqual(['Mail 0', 'Mail 1', 'Mail 2'])
  const messageId = rows[0]?.id
  if (messageId === undefined) throw new Error('no row')
  const message = await engine.handlers['message.open']({ messageId })
  expect(message.parts[0]?.content).toContain('Words of a mail.')
  const source = await engine.handlers['message.source']({ messageId })
  expect(new TextDecoder().decode(source)).toContain(`Subject: ${message.subject}`)
})

test('a wrong password stores nothing', async () => {
  const { engine, passwords } = start()
  const draft = { ...newUser(), password: 'wrong' }
  await expect(engine.handlers['account.add'](draft)).rejects.toMatchObject({ code: 'wrong-password' })
  expect(await engine.handlers['account.list']()).toEqual([])
  expect(passwords.size).toBe(0)
})

test('an account that can’t keep its password is not kept either', async () => {
  const { engine, passwords } = start()
  passwords.set = () => {
    throw new Error('no keychain')
  }
  await expect(engine.handlers['account.add'](newUser())).rejects.toThrow()
  expect(await engine.handlers['account.list']()).toEqual([])
})

test('the same account is not added twice', async () => {
  const { engine } = start()
  const draft = newUser()
  await engine.handlers['account.add'](draft)
  const again = { ...draft, address: draft.address.toUpperCase() }
  await expect(engine.handlers['account.add'](again)).rejects.toMatchObject({ code: 'account-exists' })
})

test('no password gets into any file', async () => {
  const { engine, dataDir } = start()
  const account = await engine.handlers['account.add'](newUser(mails(2)))
  await sync(engine, account.id)
  await engine.handlers['account.setPassword']({ accountId: account.id, password: PASSWORD })
  for (const file of readdirSync(dataDir)) {
    expect(readFileSync(join(dataDir, file)).includes(PASSWORD)).toBe(false)
  }
})

test('one broken account never stops another', async () => {
  const { engine, passwords } = start()
  const broken = await engine.handlers['account.add'](newUser(mails(2)))
  passwords.set(incomingSecret(broken.id), 'changed elsewhere')
  const good = await engine.handlers['account.add'](newUser(mails(2)))
  // The first sync of it, begun by adding it, may still have known the right password.
  await sync(engine, broken.id).catch(() => {})
  const outcomes = await Promise.allSettled([sync(engine, broken.id), sync(engine, good.id)])
  expect(outcomes[0]).toMatchObject({ reason: { code: 'wrong-password' } })
  expect(outcomes[1]?.status).toBe('fulfilled')
  expect((await inboxRows(engine, good.id)).every(({ bodyState }) => bodyState === 'ready')).toBe(true)
  const states = await engine.handlers['account.syncStates']()
  expect(states.map(({ phase, failure }) => [phase, failure?.code ?? null])).toEqual([
    ['failed', 'wrong-password'],
    ['idle', null],
  ])
})

test('a sync that is interrupted goes on where it stopped, and fetches nothing twice', async () => {
  const { engine } = start()
  let stored = 0
  engine.onEvent((name) => {
    if (name === 'message.changed') stored += 1
  })
  const draft = newUser(mails(1_000, 20_000))
  const midway = firstBodyStored(engine)
  const account = await engine.handlers['account.add'](draft)
  const interrupted = sync(engine, account.id)
  interrupted.catch(() => {})
  await midway
  await withoutServer(async () => {
    const failure = await interrupted.catch((error) => error)
    expect(['connection-lost', 'connection-refused']).toContain(failure?.code)
    const before = await inboxRows(engine, account.id)
    expect(before).toHaveLength(1_000)
    expect(stored).toBeLessThan(1_000)
    expect(before.filter(({ bodyState }) => bodyState === 'ready')).toHaveLength(stored)
  })
  await sync(engine, account.id)
  const after = await inboxRows(engine, account.id)
  expect(after.every(({ bodyState }) => bodyState === 'ready')).toBe(true)
  expect(stored).toBe(1_000)
})

test('what the user opens does not wait for the download', async () => {
  const { engine } = start()
  const bodies = whenState(engine, ({ phase }) => phase === 'bodies')
  const account = await engine.handlers['account.add'](newUser(mails(1_500, 10_000)))
  await bodies
  const oldest = (await inboxRows(engine, account.id)).at(-1)
  if (oldest === undefined) throw new Error('no row')
  expect(oldest.bodyState).toBe('missing')
  const opened = await engine.handlers['message.open']({ messageId: oldest.id })
  expect(opened).toMatchObject({ id: oldest.id, bodyState: 'ready' })
  const missing = (await inboxRows(engine, account.id)).filter(({ bodyState }) => bodyState === 'missing')
  expect(missing.length).toBeGreaterThan(100)
  await sync(engine, account.id)
})

test('a message whose server is away says so, and comes when it is back', async () => {
  const { engine } = start()
  const midway = firstBodyStored(engine)
  const account = await engine.handlers['account.add'](newUser(mails(1_000, 20_000)))
  await midway
  const oldest = (await inboxRows(engine, account.id)).at(-1)
  if (oldest === undefined) throw new Error('no row')
  const open = async () => engine.handlers['message.open']({ messageId: oldest.id })
  await withoutServer(async () => {
    await sync(engine, account.id).catch(() => {})
    await expect(open()).rejects.toMatchObject({ code: 'connection-refused' })
  })
  expect(await open()).toMatchObject({ bodyState: 'ready' })
})

test('a removed account leaves no mail and no password, nor a damaged or older database that has them', async () => {
  const { engine, passwords, dataDir } = start()
  const aside = ['mail-damaged.db', 'mail-backup.db'].map((file) => join(dataDir, file))
  for (const file of aside) writeFileSync(file, 'mail of this account')
  const account = await engine.handlers['account.add'](newUser(mails(700)))
  // In the middle of its first sync.
  await engine.handlers['account.remove']({ accountId: account.id })
  expect(await engine.handlers['account.list']()).toEqual([])
  expect(passwords.size).toBe(0)
  expect(aside.filter((file) => existsSync(file))).toEqual([])
  await expect(sync(engine, account.id)).rejects.toMatchObject({ code: 'not-found' })
})

test('an account that is removed while it is synced and listened to leaves no connection and is not made again', async () => {
  const { engine } = start()
  engine.keepCurrent()
  const listened = newUser(mails(3))
  const account = await engine.handlers['account.add'](listened)
  await vi.waitFor(() => expect(dovecot.connections(listened.user)).toBe(2), 20_000)
  const states: SyncState[] = []
  engine.onEvent((name, payload) => name === 'sync.state' && states.push(payload as SyncState))
  await engine.handlers['account.remove']({ accountId: account.id })
  await vi.waitFor(() => expect(dovecot.connections(listened.user)).toBe(0), 20_000)
  const loginsBefore = dovecot.logins(listened.user)
  engine.wake()
  expect(await engine.handlers['account.syncStates']()).toEqual([])

  const other = await engine.handlers['account.add'](newUser(mails(1)))
  await sync(engine, other.id)
  expect(states.some(({ accountId, phase }) => accountId === account.id && phase === 'failed')).toBe(false)
  expect(dovecot.logins(listened.user)).toBe(loginsBefore)
})

test('how much mail is kept here is each account’s own, and asked of no account that is not there', async () => {
  const { engine } = start()
  const [one, two] = [
    await engine.handlers['account.add'](newUser()),
    await engine.handlers['account.add'](newUser()),
  ]
  await engine.handlers['account.saveOffline']({ accountId: one.id, days: 30, largest: 1 })
  expect(await engine.handlers['account.offline']({ accountId: one.id })).toEqual({ days: 30, largest: 1 })
  expect(await engine.handlers['account.offline']({ accountId: two.id })).toEqual({ days: null, largest: 5 })
  await engine.handlers['account.remove']({ accountId: one.id })
  expect(() => engine.handlers['account.offline']({ accountId: one.id })).toThrow('not-found')
})

test('the page gets answers, failures and events over its port, and nothing once it is closed', async () => {
  const { engine } = start()
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  const toPort = (port: typeof port1): Port => ({
    post: (data) => port.postMessage(data),
    listen(receive) {
      port.on('message', receive)
      return () => port.off('message', receive)
    },
  })
  const endServing = engine.serve(toPort(port1))
  const client = connect(engineContract, toPort(port2))
  const idle = new Promise<SyncState>((resolve) => {
    client.on('sync.state', (state) => state.phase === 'idle' && resolve(state))
  })
  const account = await client.call('account.add', newUser(mails(1)))
  expect(await idle).toMatchObject({ accountId: account.id, failure: null })
  await expect(client.call('account.add', { ...newUser(), password: 'wrong' })).rejects.toMatchObject({
    code: 'wrong-password',
    retry: 'after-user',
  })
  endServing()
  client.close()
})

test('stopping in the middle of a sync loses nothing that was stored', async () => {
  const { engine, passwords, dataDir } = start()
  const midway = firstBodyStored(engine)
  const account = await engine.handlers['account.add'](newUser(mails(1_000, 20_000)))
  await midway
  await engine.stop()
  const again = start(dataDir)
  const secret = incomingSecret(account.id)
  again.passwords.set(secret, passwords.get(secret) ?? '')
  expect(await inboxRows(again.engine, account.id)).toHaveLength(1_000)
  await sync(again.engine, account.id)
  const rows = await inboxRows(again.engine, account.id)
  expect(rows.every(({ bodyState }) => bodyState === 'ready')).toBe(true)
})
