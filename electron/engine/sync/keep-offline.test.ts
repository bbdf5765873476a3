import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listAccounts } from '../store/accounts.ts'
import { saveKeepDays } from '../store/offline.ts'
import { findMessages } from '../store/search/find-messages.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { reader: 'secret' } })
})
afterAll(() => dovecot.remove())

const DAYS = [1, 20, 40, 300, 400]

test('old mail stays on the server until it is opened, and is found by its headers', async () => {
  dovecot.deliver(
    'reader',
    DAYS.map((days) => `From: a@b.example\r\nSubject: Day${days}\r\n\r\nInside${days}\r\n`),
  )
  // A Maildir's time of receipt is the file's.
  const folder = join(dovecot.maildir('reader'), 'new')
  for (const [index, name] of readdirSync(folder).sort().entries()) {
    const received = Date.now() / 1_000 - (DAYS[index] ?? 0) * 86_400
    utimesSync(join(folder, name), received, received)
  }
  const server = {
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none' as const,
    user: 'reader',
    pin: null,
  }
  const { session, store, rows } = openTestSession(server)
  const accountId = listAccounts(store.read)[0]?.id
  if (accountId === undefined) throw new Error('no account')
  const here = () => rows().flatMap(({ subject, bodyState }) => (bodyState === 'ready' ? [subject] : []))
  const found = (query: string) =>
    findMessages(store.read, { accountId, folderId: null, query, cursor: null, limit: 10 }).rows.length

  store.write((db) => saveKeepDays(db, accountId, 30))
  await session.sync()
  expect(rows()).toHaveLength(5)
  expect(here()).toEqual(['Day1', 'Day20'])
  expect([found('Day300'), found('Inside300'), found('Inside20')]).toEqual([1, 0, 1])

  const old = rows().find(({ subject }) => subject === 'Day300')
  if (old === undefined) throw new Error('no row')
  await session.openBody(old.id)
  await session.sync()
  expect(here()).toEqual(['Day1', 'Day20', 'Day300'])
  expect([found('Day300'), found('Inside300')]).toEqual([1, 1])

  store.write((db) => saveKeepDays(db, accountId, 365))
  await session.sync()
  expect(here()).toEqual(['Day1', 'Day20', 'Day40', 'Day300'])
  store.write((db) => saveKeepDays(db, accountId, null))
  await session.sync()
  expect(here()).toHaveLength(5)
  expect(found('Inside400')).toBe(1)
})
