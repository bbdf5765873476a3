import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { tempDataDir } from '../testing/temp-store.ts'

let dovecot: Dovecot

beforeAll(async () => {
  dovecot = await startDovecot({ users: { layla: 'secret' } })
})
afterAll(() => dovecot.remove())

/** An outgoing server that knows two passwords, and an engine with no account. */
async function start() {
  const taken = ['secret', 'another'].map((word) => Buffer.from(`\0layla\0${word}`).toString('base64'))
  const smtp = await startFakeSmtp({
    answer: (command) => {
      const isRefused = command === 'AUTH' && !taken.some((word) => smtp.heard.at(-1)?.endsWith(word))
      return isRefused ? '535 no' : undefined
    },
  })
  onTestFinished(() => smtp.close())
  const passwords = new Map<string, string>()
  const engine = startEngine({
    dataDir: tempDataDir(),
    secrets: {
      get: async (name) => passwords.get(name) ?? null,
      set: async (name, password) => void passwords.set(name, password),
      delete: async (name) => void passwords.delete(name),
    },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  const { handlers } = engine
  const open = { host: '127.0.0.1', security: 'none' as const, user: 'layla' }
  const draft = {
    ...open,
    port: dovecot.port,
    address: 'layla@example.org',
    displayName: '',
    password: 'secret',
  }
  const server = { ...open, port: smtp.port }
  const outgoing = async () => (await handlers['account.list']())[0]?.smtp
  return { handlers, passwords, smtp, draft, server, outgoing }
}

test('a named server is asked before it is kept, and never again by itself', async () => {
  const { handlers, smtp, draft, server, outgoing, passwords } = await start()
  const { id } = await handlers['account.add'](draft)
  expect(await outgoing()).toBeNull()
  await handlers['account.saveSmtp']({ accountId: id, smtp: { ...server, password: null } })
  expect(await outgoing()).toMatchObject({ ...server, ownPassword: false })
  expect([...passwords]).toEqual([['1', 'secret']])
  const { length } = smtp.heard
  expect(length).toBeGreaterThan(0)
  await handlers['account.sync']({ accountId: id })
  await handlers['account.setPassword']({ accountId: id, password: 'secret' })
  expect(smtp.heard).toHaveLength(length)
  expect(smtp.mails).toEqual([])
})

test.each(['2001:db8::bad%.0.0.1', '[2001:db8::bad]', '127.0.0.1.thief.example'])(
  'an address that bears the name of the account’s server is another server: %s',
  async (host) => {
    const { handlers, draft, server } = await start()
    const { id } = await handlers['account.add'](draft)
    const saved = handlers['account.saveSmtp']({
      accountId: id,
      smtp: { ...server, host, security: 'tls', password: null },
    })
    await expect(saved).rejects.toMatchObject({ code: 'wrong-password' })
  },
)

test('what is stored for one host is shown to no other: there the password has to be typed', async () => {
  const { handlers, smtp, draft, server, outgoing } = await start()
  const { id } = await handlers['account.add'](draft)
  const { length } = smtp.heard
  const elsewhere = { ...server, host: 'localhost' }
  const saved = handlers['account.saveSmtp']({ accountId: id, smtp: { ...elsewhere, password: null } })
  await expect(saved).rejects.toMatchObject({ code: 'wrong-password' })
  expect(smtp.heard).toHaveLength(length)
  expect(await outgoing()).toBeNull()
  await handlers['account.saveSmtp']({ accountId: id, smtp: { ...elsewhere, password: 'secret' } })
  expect(await outgoing()).toMatchObject({ host: 'localhost', ownPassword: true })
})

test('one that refuses the password is not kept, nor is the password', async () => {
  const { handlers, draft, server, outgoing, passwords } = await start()
  const { id } = await handlers['account.add'](draft)
  const saved = handlers['account.saveSmtp']({ accountId: id, smtp: { ...server, password: 'wrong' } })
  await expect(saved).rejects.toMatchObject({ code: 'wrong-password' })
  expect(await outgoing()).toBeNull()
  expect([...passwords.keys()]).toEqual(['1'])
})

test('a password of its own goes to the keychain alone, and goes with the server or the account', async () => {
  const { handlers, draft, server, outgoing, passwords } = await start()
  const { id } = await handlers['account.add']({ ...draft, smtp: { ...server, password: 'another' } })
  expect(await outgoing()).toMatchObject({ ...server, ownPassword: true })
  expect(JSON.stringify(await handlers['account.list']())).not.toContain('another')
  expect(passwords.get('1-outgoing')).toBe('another')
  await handlers['account.saveSmtp']({ accountId: id, smtp: null })
  expect(await outgoing()).toBeNull()
  expect([...passwords.keys()]).toEqual(['1'])
  await handlers['account.saveSmtp']({ accountId: id, smtp: { ...server, password: 'another' } })
  await handlers['account.remove']({ accountId: id })
  expect([...passwords.keys()]).toEqual([])
})

test('an account whose outgoing server refuses is not added', async () => {
  const { handlers, draft, server, passwords } = await start()
  const smtp = { ...server, password: 'wrong' }
  await expect(handlers['account.add']({ ...draft, smtp })).rejects.toMatchObject({ code: 'wrong-password' })
  expect(await handlers['account.list']()).toEqual([])
  expect([...passwords]).toEqual([])
})

test('when the keychain takes only one of two passwords, neither it nor the account is kept', async () => {
  const { handlers, draft, server, passwords } = await start()
  passwords.set = (name, password) => {
    if (name.endsWith('outgoing')) throw new MailError('keychain-unavailable')
    return Map.prototype.set.call(passwords, name, password)
  }
  const smtp = { ...server, password: 'another' }
  const added = handlers['account.add']({ ...draft, smtp })
  await expect(added).rejects.toMatchObject({ code: 'keychain-unavailable' })
  expect(await handlers['account.list']()).toEqual([])
  expect([...passwords]).toEqual([])
})

test('a check alone keeps nothing', async () => {
  const { handlers, smtp, draft, server, outgoing } = await start()
  await handlers['account.add'](draft)
  await handlers['account.checkSmtp']({ ...server, password: 'secret' })
  expect(smtp.heard).toHaveLength(2)
  expect(await outgoing()).toBeNull()
})
