import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { startDovecot } from '../testing/dovecot.ts'

const mail = (subject: string, body: string) =>
  `From: mona@example.org\r\nSubject: ${subject}\r\n\r\n${body}\r\n`

/** An account that keeps the mail of thirty days, with two mails in a folder: an old and a new one. */
async function openWithOldMail() {
  const dovecot = await startDovecot({ users: { layla: 'secret' } })
  const dataDir = mkdtempSync(join(tmpdir(), 'curtain-search-'))
  const engine = startEngine({
    dataDir,
    secrets: { get: async () => 'secret', set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(async () => {
    await engine.stop()
    await dovecot.remove()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const { handlers } = engine
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'layla' } as const
  const account = { ...server, address: 'layla@example.org', displayName: '', password: 'secret' }
  const { id: accountId } = await handlers['account.add'](account)
  await handlers['account.saveOffline']({ accountId, days: 30 })
  dovecot.deliver('layla', [mail('Long ago', 'quinces in أكتوبر'), mail('Today', 'quinces again')], 'Archive')
  const folder = dovecot.maildir('layla', 'Archive')
  for (const part of ['cur', 'new']) {
    const [first] = readdirSync(join(folder, part)).toSorted()
    if (first) utimesSync(join(folder, part, first), 1_500_000_000, 1_500_000_000)
  }
  await handlers['account.sync']({ accountId })
  return { handlers, accountId, dovecot }
}

test('a word in a mail that is not kept is found by asking the server, and only then', {
  timeout: 60_000,
}, async () => {
  const { handlers, accountId, dovecot } = await openWithOldMail()
  const here = await handlers['message.search']({
    ...{ accountId, folderId: null, query: 'quinces ', order: 'newest', cursor: null, limit: 50 },
  })
  expect(here.rows.map(({ subject }) => subject)).toEqual(['Today'])
  expect(here.words).toEqual([{ text: 'quinces', begins: false }])
  const there = (query: string) => handlers['message.searchServer']({ accountId, folderId: null, query })
  expect((await there('quinces')).rows.map(({ subject }) => subject)).toEqual(['Today', 'Long ago'])
  expect((await there('quinces أكتوبر')).rows.map(({ subject }) => subject)).toEqual(['Long ago'])
  expect((await there('quinces before:2020')).rows.map(({ subject }) => subject)).toEqual(['Long ago'])
  expect((await there('quinces -again')).rows.map(({ subject }) => subject)).toEqual(['Long ago'])
  expect((await there('quinces has:tracker')).rows).toEqual([])
  expect((await there('zeppelin')).rows).toEqual([])
  await dovecot.stop()
  await expect(there('quinces')).rejects.toMatchObject({ retry: expect.stringMatching(/now|later/) })
})

test('an excerpt shows where the text says it', { timeout: 60_000 }, async () => {
  const { handlers, accountId, dovecot } = await openWithOldMail()
  dovecot.deliver('layla', [mail('Deep', `${'plums and pears '.repeat(60)} medlars at last`)], 'Archive')
  await handlers['account.sync']({ accountId })
  const { rows } = await handlers['message.search']({
    ...{ accountId, folderId: null, query: 'medl', order: 'best', cursor: null, limit: 50 },
  })
  const messageIds = rows.map(({ id }) => id)
  const [found] = await handlers['message.excerpts']({ messageIds, query: 'medl' })
  expect(found?.excerpt).toMatch(/^… .*pears medlars at last$/)
  expect(await handlers['message.excerpts']({ messageIds, query: 'is:read' })).toEqual([])
})
