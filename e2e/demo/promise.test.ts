/** What the demo is there to show, on all of its mails at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEngine } from '../../electron/engine/engine.ts'
import { silentLog } from '../../electron/engine/log/log.ts'
import { DEMO_ACCOUNT, startImapServer } from './imap-server.ts'
import { readCorpus } from './read-mailbox.ts'
import { startSendersServer } from './senders-server.ts'

test('reading every mail asks nobody; loading all pictures asks for each once and no tracker', {
  timeout: 60_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'curtain-promise-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const mails = readCorpus(Date.now())
  const imap = await startImapServer(mails, 0)
  onTestFinished(() => imap.close())
  const senders = await startSendersServer('en')
  onTestFinished(() => senders.close())
  const engine = startEngine({
    dataDir,
    secrets: { get: async () => DEMO_ACCOUNT.password, set: async () => {}, delete: async () => {} },
    log: silentLog,
    network: { resolve: () => ({ address: '127.0.0.1', port: senders.port }) },
    ingestWorker: new URL('../../electron/engine/sync/ingest-worker.ts', import.meta.url),
  })
  onTestFinished(() => engine.stop())
  const { handlers } = engine
  const { id: accountId } = await handlers['account.add']({ ...DEMO_ACCOUNT, port: imap.port })
  await handlers['account.sync']({ accountId })
  const folders = await handlers['folder.list']({ accountId })
  const lists = await Promise.all(
    folders.map(({ id }) => handlers['message.list']({ folderId: id, cursor: null, limit: 500 })),
  )
  const messages = lists.flatMap(({ rows }) => rows)
  expect(messages).toHaveLength(mails.length)
  for (const { id } of messages) await handlers['message.open']({ messageId: id })
  expect(senders.counts).toEqual({ opens: 0, pictures: 0, hosts: new Map() })

  const load = async () => {
    const all = messages.map(({ id }) =>
      handlers['remoteContent.load']({ messageId: id, scope: { kind: 'pictures' } }),
    )
    return (await Promise.all(all)).flatMap(({ loaded }) => loaded)
  }
  const loaded = await load()
  expect(loaded.length).toBeGreaterThan(60)
  const seen = senders.counts.pictures
  const tracked = [...senders.counts.hosts].filter(([, { open }]) => open > 0).map(([host]) => host)
  expect(tracked).toEqual([])
  await load()
  expect(senders.counts).toMatchObject({ opens: 0, pictures: seen })
})
