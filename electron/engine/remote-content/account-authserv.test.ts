import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderRole } from '../../../shared/models/folder.ts'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { listAccounts, readAuthserv, saveAuthserv } from '../store/accounts.ts'
import { saveIngested } from '../store/bodies.ts'
import type { IngestedAuthentication } from '../store/ingested-message.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { startDovecot } from '../testing/dovecot.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { learnFor, seenAuthservs } from './account-authserv.ts'

const DAY_MS = 86_400_000
let lastUid = 0

function receive(
  store: Store,
  accountId: AccountId,
  count: number,
  authservId: string | null,
  role: FolderRole = 'inbox',
): void {
  store.write((db) => {
    const folder = addFolder(db, accountId, role, role)
    for (let n = 0; n < count; n += 1) {
      lastUid += 1
      const row = headerRow(lastUid, { internalDate: 1_700_000_000_000 + lastUid * DAY_MS })
      const [id] = insertHeaders(db, folder, [row])
      if (id === undefined) throw new Error('no message')
      const authentication: IngestedAuthentication = {
        ...{ author: `a@sender${n}.example`, list: null, authservId, dmarc: null, dkim: [] },
        receivedBy: 'mx.example.org',
      }
      saveIngested(db, id, ingestedMessage({ parsed: { authentication } }))
    }
  })
}

function open() {
  const store = openTempStore()
  const id = store.write((db) => addAccount(db))
  const account = listAccounts(store.read).find((one) => one.id === id)
  if (account === undefined) throw new Error('no account')
  return {
    ...{ store, id },
    learn: () => store.write((db) => learnFor(db, account)),
    known: () => readAuthserv(store.read, id),
  }
}

test('an account learns once enough mail is here, and says so once', () => {
  const { store, id, learn, known } = open()
  receive(store, id, 19, 'mx.example.org')
  expect(learn()).toBe(false)
  expect(known()).toEqual({ id: null, setBy: null })
  receive(store, id, 1, 'mx.example.org')
  expect(learn()).toBe(true)
  expect(learn()).toBe(false)
  expect(known()).toEqual({ id: 'mx.example.org', setBy: 'learnt' })
})

test('mail outside the inbox, and mail that an older parser read, teaches nothing', () => {
  const { store, id, learn } = open()
  receive(store, id, 100, 'mx.example.org', 'junk')
  store.write((db) => {
    const inbox = addFolder(db, id, 'INBOX', 'inbox')
    insertHeaders(
      db,
      inbox,
      Array.from({ length: 100 }, (_, n) => headerRow(100_000 + n)),
    )
  })
  expect(learn()).toBe(false)
  expect(seenAuthservs(store.read, id)).toEqual({ seen: [], total: 0 })
})

test('a server that changes its name is learnt again, but what the user chose stays', () => {
  const { store, id, learn, known } = open()
  receive(store, id, 50, 'mx.example.org')
  learn()
  receive(store, id, 1_000, 'in.example.org')
  learn()
  expect(known()).toEqual({ id: 'in.example.org', setBy: 'learnt' })
  for (const chosen of ['mx.example.org', null]) {
    store.write((db) => saveAuthserv(db, id, { id: chosen, setBy: 'user' }))
    expect(learn()).toBe(false)
    expect(known()).toEqual({ id: chosen, setBy: 'user' })
  }
})

test('what was learnt stays while nothing else is as clear', () => {
  const { store, id, learn, known } = open()
  receive(store, id, 500, 'mx.example.org')
  learn()
  receive(store, id, 500, null)
  expect(learn()).toBe(false)
  expect(known()).toEqual({ id: 'mx.example.org', setBy: 'learnt' })
})

test('the user can choose from what was seen, the most frequent first', () => {
  const { store, id } = open()
  receive(store, id, 2, 'mx.other.example')
  receive(store, id, 3, 'mx.example.org')
  receive(store, id, 1, null)
  expect(seenAuthservs(store.read, id)).toEqual({
    seen: [
      { id: 'mx.example.org', mails: 3 },
      { id: 'mx.other.example', mails: 2 },
    ],
    total: 6,
  })
})

test('the first sync of an inbox teaches the account, and the page is told', {
  timeout: 60_000,
}, async () => {
  const dovecot = await startDovecot({ users: { layla: 'secret' } })
  onTestFinished(() => dovecot.remove())
  const mail = (n: number) =>
    [
      `Authentication-Results: mx.example.org; dmarc=pass header.from=sender${n}.example`,
      `From: a@sender${n}.example`,
      '',
      'Hello',
    ].join('\r\n')
  dovecot.deliver(
    'layla',
    Array.from({ length: 25 }, (_, n) => mail(n)),
  )
  // Dovecot takes a file's time for the time of receipt.
  const folder = join(dovecot.maildir('layla'), 'new')
  for (const [n, file] of readdirSync(folder).entries()) {
    const day = new Date(1_700_000_000_000 + n * DAY_MS)
    utimesSync(join(folder, file), day, day)
  }
  const engine = startEngine({
    dataDir: tempDataDir(),
    secrets: { get: async () => 'secret', set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  const told: string[] = []
  engine.onEvent((name) => told.push(name))
  const { id: accountId } = await engine.handlers['account.add']({
    ...{ host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'layla', password: 'secret' },
    ...{ address: 'layla@example.org', displayName: '' },
  })
  await engine.handlers['account.sync']({ accountId })
  expect(await engine.handlers['privacy.authserv']({ accountId })).toEqual({
    ...{ id: 'mx.example.org', setBy: 'learnt' },
    ...{ seen: [{ id: 'mx.example.org', mails: 25 }], total: 25 },
  })
  expect(told.filter((name) => name === 'privacy.changed')).toHaveLength(1)
})
