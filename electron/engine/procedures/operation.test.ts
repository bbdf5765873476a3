import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { tempDataDir } from '../testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { layla: 'secret' } })
})
afterAll(() => dovecot.remove())

test('what a user does while the server is away is done by the engine that starts when it is back', async () => {
  dovecot.deliver('layla', ['Subject: One\r\n\r\n', 'Subject: Two\r\n\r\n'])
  const at = tempDataDir()
  const secrets = new Map<string, string>()
  const start = () => {
    const engine = startEngine({
      ...{ dataDir: at, log: silentLog, workers: 1 },
      ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
      secrets: {
        get: async (name) => secrets.get(name) ?? null,
        set: async (name, secret) => void secrets.set(name, secret),
        delete: async (name) => void secrets.delete(name),
      },
    })
    onTestFinished(() => engine.stop())
    return engine
  }
  const first = start()
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const }
  const draft = {
    ...server,
    user: 'layla',
    password: 'secret',
    address: 'layla@example.org',
    displayName: '',
  }
  const { id: accountId } = await first.handlers['account.add'](draft)
  await first.handlers['account.sync']({ accountId })
  const list = async (engine = first, role = 'inbox') => {
    const folders = await engine.handlers['folder.list']({ accountId })
    const folder = folders.find((one) => one.role === role)
    if (folder === undefined) throw new Error(`no ${role}`)
    return engine.handlers['message.list']({ folderId: folder.id, cursor: null, limit: 10 })
  }
  const { rows } = await list()
  await dovecot.stop()
  const messageIds = rows.map(({ id }) => id)
  const folderId = rows[0]?.folderId
  if (folderId === undefined) throw new Error('no mail')
  await first.handlers['message.act']({ messageIds, folderId, act: { kind: 'archive' } })
  expect([(await list()).rows.length, (await list(first, 'archive')).rows.length]).toEqual([0, 2])
  await first.stop()

  await dovecot.start()
  const second = start()
  expect(await second.handlers['operation.list']()).toMatchObject({ waiting: 2, failed: 0 })
  second.keepCurrent()
  const left = async () => (await second.handlers['operation.list']()).waiting
  await vi.waitFor(async () => expect(await left()).toBe(0), 30_000)
  await second.handlers['account.sync']({ accountId })
  expect([(await list(second)).rows.length, (await list(second, 'archive')).rows.length]).toEqual([0, 2])
})
