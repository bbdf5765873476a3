import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { EngineHandlers } from '../../../shared/contract.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { tempDataDir } from '../testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const mail = (subject: string, body: string, headers = '') =>
  `From: mona@example.org\r\n${headers}Subject: ${subject}\r\n\r\n${body}\r\n`

function openEngine(): EngineHandlers {
  const engine = startEngine({
    dataDir: tempDataDir(),
    secrets: { get: async () => 'secret', set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  return engine.handlers
}

async function openServer(...users: string[]): Promise<Dovecot> {
  const dovecot = await startDovecot({ users: Object.fromEntries(users.map((user) => [user, 'secret'])) })
  onTestFinished(() => dovecot.remove())
  return dovecot
}

/** Of thirty days where `days` says so, else of ever. */
async function addAccount(
  handlers: EngineHandlers,
  { port }: { port: number },
  user: string,
  days: 30 | null = 30,
): Promise<AccountId> {
  const server = { host: '127.0.0.1', port, security: 'none', user } as const
  const account = { ...server, address: `${user}@example.org`, displayName: '', password: 'secret' }
  const { id: accountId } = await handlers['account.add'](account)
  await handlers['account.saveOffline']({ accountId, days, largest: null })
  // The next one is another than that which both began by themselves.
  await handlers['account.sync']({ accountId })
  return accountId
}

/** Puts mails into a folder, the first of them as if it had come in 2017. */
function deliver(dovecot: Dovecot, user: string, mails: string[]): void {
  dovecot.deliver(user, mails, 'Archive')
  const folder = dovecot.maildir(user, 'Archive')
  for (const part of ['cur', 'new']) {
    const [first] = readdirSync(join(folder, part)).toSorted()
    if (first) utimesSync(join(folder, part, first), LONG_AGO, LONG_AGO)
  }
}
/** 14 July 2017, 02:40 UTC. */
const LONG_AGO = 1_500_000_000

/** What is shown where servers found these mails. */
async function shown(
  handlers: EngineHandlers,
  query: string,
  foundOnServer: MessageId[] = [],
  order: 'newest' | 'best' = 'newest',
): Promise<string[]> {
  const asked = { accountId: null, folderId: null, query, order, foundOnServer, cursor: null, limit: 50 }
  return (await handlers['message.search'](asked)).rows.map(({ subject }) => subject)
}

/** The same, having asked the servers. */
async function shownWithServers(handlers: EngineHandlers, query: string): Promise<string[]> {
  const asked = { accountId: null, folderId: null, query }
  const { found, failed } = await handlers['message.searchServer'](asked)
  expect(failed).toEqual([])
  const subjects = await shown(handlers, query, found)
  expect((await shown(handlers, query, found, 'best')).toSorted()).toEqual(subjects.toSorted())
  return subjects
}

async function openWithOldMail() {
  const dovecot = await openServer('layla')
  const handlers = openEngine()
  const accountId = await addAccount(handlers, dovecot, 'layla')
  const pdf = 'Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n'
  const old = mail('Long ago', 'quinces in أكتوبر', `Cc: omar@example.org\r\n`)
  deliver(dovecot, 'layla', [old, mail('Today', 'quinces again'), mail('Figs', 'aGVsbG8=', pdf)])
  await handlers['account.sync']({ accountId })
  return { handlers, accountId, dovecot }
}

test('a word in a mail that is not kept is found by asking the server, and all else is asked of what is known here', async () => {
  const { handlers } = await openWithOldMail()
  expect(await shown(handlers, 'quinces ')).toEqual(['Today'])
  const found: Record<string, string[]> = {
    quinces: ['Today', 'Long ago'],
    'quinces أكتوبر': ['Long ago'],
    'quinces before:2020': ['Long ago'],
    'quinces after:2017-07-13 before:2017-07-16': ['Long ago'],
    'quinces after:2017-07-16': ['Today'],
    'quinces before:2017-07-13': [],
    'quinces -again': ['Long ago'],
    'quinces to:omar': ['Long ago'],
    'quinces in:archive': ['Today', 'Long ago'],
    'quinces in:inbox': [],
    'quinces -has:attachment': ['Today', 'Long ago'],
    'quinces has:tracker': [],
    'quinces is:read': [],
    zeppelin: [],
  }
  for (const [query, subjects] of Object.entries(found)) {
    expect(await shownWithServers(handlers, query), query).toEqual(subjects)
  }
})

test('accounts are asked side by side: one whose server is away fails alone, and one that keeps all its mail is not asked', async () => {
  const [near, gone] = [await openServer('layla', 'zoe'), await openServer('omar')]
  const handlers = openEngine()
  const omar = await addAccount(handlers, gone, 'omar')
  const layla = await addAccount(handlers, near, 'layla')
  const zoe = await addAccount(handlers, near, 'zoe', null)
  deliver(near, 'layla', [mail('Long ago', 'quinces')])
  deliver(near, 'zoe', [mail('Kept', 'quinces')])
  deliver(gone, 'omar', [mail('Away', 'quinces')])
  for (const accountId of [omar, layla, zoe]) await handlers['account.sync']({ accountId })
  await gone.stop()
  const logins = near.logins('zoe')
  const asked = { accountId: null, folderId: null, query: 'quinces' }
  const { found, failed } = await handlers['message.searchServer'](asked)
  expect(failed).toMatchObject([{ accountId: omar, failure: { retry: expect.stringMatching(/now|later/) } }])
  expect((await shown(handlers, 'quinces', found)).toSorted()).toEqual(['Kept', 'Long ago'])
  expect(found).toHaveLength(1)
  expect(near.logins('zoe')).toBe(logins)
})

test('a search that a server ponders holds up no mail that is opened, and ends when nobody waits for it any more', async () => {
  let ponders = true
  const pondering = Promise.withResolvers<void>()
  const isWords = ({ name, rest }: FakeCommand) => name === 'UID SEARCH' && rest.includes('TEXT')
  const fake = await startFakeImap([{ uid: 1, source: 'Subject: Old\r\n\r\nquinces' }], (command) => {
    if (ponders && isWords(command)) pondering.resolve()
    else command.answer()
  })
  const handlers = openEngine()
  const accountId = await addAccount(handlers, fake, 'mona')
  await handlers['account.sync']({ accountId })
  const [row] = (
    await handlers['message.search']({
      ...{ accountId, folderId: null, query: 'mail ', order: 'newest', foundOnServer: [] },
      ...{ cursor: null, limit: 50 },
    })
  ).rows
  if (row === undefined) throw new Error('no row')
  expect(row.bodyState).toBe('missing')

  const asked = { accountId: null, folderId: null, query: 'quinces' }
  const search = handlers['message.searchServer'](asked)
  await pondering.promise
  expect(await handlers['message.open']({ messageId: row.id })).toMatchObject({ bodyState: 'ready' })
  const ended = expect(search).rejects.toMatchObject({ code: 'cancelled' })
  await handlers['message.stopServerSearch']()
  await ended

  ponders = false
  expect(await handlers['message.searchServer'](asked)).toEqual({ found: [row.id], failed: [] })
})

test('an excerpt shows where the text says it', async () => {
  const { handlers, accountId, dovecot } = await openWithOldMail()
  dovecot.deliver('layla', [mail('Deep', `${'plums and pears '.repeat(60)} medlars at last`)], 'Archive')
  await handlers['account.sync']({ accountId })
  const { rows } = await handlers['message.search']({
    ...{
      accountId,
      folderId: null,
      query: 'medl',
      order: 'best',
      foundOnServer: [],
      cursor: null,
      limit: 50,
    },
  })
  const messageIds = rows.map(({ id }) => id)
  const [found] = await handlers['message.excerpts']({ messageIds, query: 'medl' })
  expect(found?.excerpt).toMatch(/^… .*pears medlars at last$/)
  expect(await handlers['message.excerpts']({ messageIds, query: 'is:read' })).toEqual([])
})
