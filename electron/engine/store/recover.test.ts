import { randomBytes } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { defaultPrivacySettings } from '../../../shared/models/privacy-settings.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { listAccounts } from './accounts.ts'
import type { DatabaseKey } from './database-key.ts'
import { listFolders } from './folders.ts'
import { keepCopy } from './keep-copy.ts'
import { kept, refetched } from './kept-tables.ts'
import { mailFiles, openMailFile, PAGE_BYTES } from './mail-file.ts'
import { allMigrations } from './migrate.ts'
import { openMail } from './open-mail.ts'
import { openStore } from './open-store.ts'
import { insertHeaders } from './placements.ts'
import { beginReceipt, readReceiptState } from './receipts-sent.ts'
import { forgetRecovery, readRecovery } from './recovery.ts'
import { readSettings, saveSettings } from './settings.ts'
import { sql } from './sql.ts'

vi.setConfig({ testTimeout: 30_000 })

/** An account with 1,000 mails, one of which was answered with a receipt, a rule, a contact and a setting. */
async function fill(key: DatabaseKey) {
  const dir = tempDataDir()
  const store = openStore(dir, { key })
  const ids = store.write((db) => {
    const gone = addAccount(db, 'gone@example.org')
    const accountId = addAccount(db)
    db.run(sql`DELETE FROM accounts WHERE id = ${gone}`)
    const folderId = addFolder(db, accountId, 'INBOX', 'inbox')
    const rows = Array.from({ length: 1_000 }, (_, index) => headerRow(index + 1))
    const messageId = insertHeaders(db, folderId, rows)[234] ?? (0 as never)
    beginReceipt(db, messageId)
    saveSettings(db, { ...defaultPrivacySettings, vaultMegabytes: 77 })
    db.run(
      sql`INSERT INTO trust_rules (scope, identity, decision, created_at) VALUES ('domain', 'a.example', 'load', 0)`,
    )
    db.run(sql`INSERT INTO threads (id, account_id, muted) VALUES (5, ${accountId}, 1), (6, ${accountId}, 0)`)
    db.run(sql`UPDATE messages SET thread_id = 5, own_name = 50 WHERE id = ${messageId + 1}`)
    db.run(sql`UPDATE messages SET thread_id = 6, own_name = 60 WHERE id = ${messageId}`)
    db.run(sql`INSERT INTO thread_names VALUES (50, ${messageId + 1}), (60, ${messageId})`)
    db.run(sql`
      INSERT INTO operations (account_id, kind, message_id, folder_id, uid, state)
      VALUES (${accountId}, 'delete', ${messageId}, ${folderId}, 235, 'queued')`)
    db.run(sql`INSERT INTO contacts VALUES ('friend@a.example', ${accountId})`)
    return { accountId, folderId, messageId, rows }
  })
  await store.close()
  const files = mailFiles(dir)
  const connection = openMailFile(files.mail, key)
  const pageOf = (name: string): number =>
    Number(connection.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name))
  const pages = { messages: pageOf('messages'), trustRules: pageOf('trust_rules') }
  keepCopy(connection, files.mail, files.kept, key)
  connection.close()
  return { dir, files, pages, ...ids }
}
type Filled = Awaited<ReturnType<typeof fill>>

function overwrite(file: string, from: number, bytes: Buffer): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, from)
  closeSync(descriptor)
}
const spoil = (file: string, page: number) =>
  overwrite(file, (page - 1) * PAGE_BYTES, randomBytes(PAGE_BYTES))

/** Everything that no server gives back is there, and the mail can come again. */
function expectKept({ dir, accountId, folderId, messageId, rows }: Filled, key: DatabaseKey): void {
  const store = openTempStore(dir, key)
  expect(listAccounts(store.read)).toMatchObject([{ id: accountId }])
  expect(readSettings(store.read).vaultMegabytes).toBe(77)
  expect(store.read.all(sql`SELECT identity, decision FROM trust_rules`)).toEqual([
    { identity: 'a.example', decision: 'load' },
  ])
  expect(store.read.all(sql`SELECT address FROM contacts`)).toEqual([{ address: 'friend@a.example' }])
  expect(readRecovery(store.read)).toMatchObject({ accounts: 1, rules: 1, complete: true })
  expect(store.read.all(sql`SELECT kind, message_id AS id, folder_id AS folder FROM operations`)).toEqual([
    { kind: 'delete', id: messageId, folder: folderId },
  ])
  expect(listFolders(store.read, accountId)).toMatchObject([{ id: folderId, total: 0, unread: 0 }])
  expect(store.read.get(sql`SELECT uid_validity AS v FROM folders`)).toEqual({ v: null })

  const ids = store.write((db) => insertHeaders(db, folderId, rows))
  expect(ids[234]).toBe(messageId)
  expect(readReceiptState(store.read, messageId)).toBe('sending')
  expect(new Set(ids).size).toBe(1_000)
  expect(store.read.all(sql`SELECT id, muted FROM threads`)).toEqual([{ id: 5, muted: 1 }])
  expect(store.read.all(sql`SELECT message_id AS id FROM placements WHERE thread_id = 5`)).toEqual([
    { id: messageId + 1 },
  ])
  expect(store.read.all(sql`SELECT name FROM thread_names WHERE name < 100`)).toEqual([{ name: 50 }])
  // All but the one that is still to be deleted on the server.
  expect(listFolders(store.read, accountId)).toMatchObject([{ total: 999 }])
  expect(store.read.all(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
  expect(store.read.all(sql`PRAGMA foreign_key_check`)).toEqual([])
  const next = store.write((db) => addAccount(db, 'new@example.org'))
  expect(next).toBeGreaterThan(accountId)
  store.write(forgetRecovery)
  expect(readRecovery(store.read)).toBeNull()
}

const damages: [string, (filled: Filled) => void][] = [
  ['its first page was overwritten', ({ files }) => spoil(files.mail, 1)],
  ['its first 4 bytes were overwritten', ({ files }) => overwrite(files.mail, 16, Buffer.alloc(4, 0xff))],
  ['its end was cut off', ({ files }) => truncateSync(files.mail, Math.floor(statSync(files.mail).size / 3))],
  ['all of it was cut off', ({ files }) => truncateSync(files.mail, 0)],
  ['it was deleted', ({ files }) => rmSync(files.mail)],
  [
    'the pages of its mails and its rules were overwritten, and that was met while it was open',
    ({ files, pages }) => {
      spoil(files.mail, pages.messages)
      spoil(files.mail, pages.trustRules)
      closeSync(openSync(files.damageSeen, 'w'))
    },
  ],
]

describe.each([
  ['encrypted', randomBytes(32)],
  ['plain', null],
])('an %s database is recovered when', (_name, key) => {
  test.each(damages)('%s', async (_name, damage) => {
    const filled = await fill(key)
    damage(filled)
    expectKept(filled, key)
  })
})

test('without the copy, what can be read is kept, and the user is told that something is missing', async () => {
  const filled = await fill(null)
  rmSync(filled.files.kept)
  spoil(filled.files.mail, filled.pages.trustRules)
  closeSync(openSync(filled.files.damageSeen, 'w'))
  const before = readFileSync(filled.files.mail)
  const store = openTempStore(filled.dir)
  expect(listAccounts(store.read)).toHaveLength(1)
  expect(readRecovery(store.read)).toMatchObject({ accounts: 1, rules: 0, complete: false })
  expect(readFileSync(filled.files.damaged).equals(before)).toBe(true)
  expect(Date.now() - statSync(filled.files.damaged).mtimeMs).toBeLessThan(60_000)
})

test('right after an upgrade, what was copied before it still counts', async () => {
  for (const copies of [['kept', 'backup'], ['kept'], ['backup']] as const) {
    const files = mailFiles(tempDataDir())
    const before = openMail(files, null, allMigrations.slice(0, 11)).connection
    before.exec(`
      INSERT INTO accounts (id, address, display_name, host, port, security, user) VALUES (3, 'a@b', '', 'h', 1, 'tls', 'u');
      INSERT INTO trust_rules (scope, identity, decision, created_at) VALUES ('domain', 'a.example', 'load', 0)`)
    keepCopy(before, files.mail, files.kept, null)
    before.close()
    await openStore(files.dataDir).close()
    for (const copy of ['kept', 'backup'] as const)
      if (!copies.some((one) => one === copy)) rmSync(files[copy])
    const connection = openMailFile(files.mail, null)
    const page = connection
      .prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'trust_rules'`)
      .pluck()
      .get()
    connection.close()
    spoil(files.mail, Number(page))
    closeSync(openSync(files.damageSeen, 'w'))

    const store = openTempStore(files.dataDir)
    expect(store.read.all(sql`SELECT identity FROM trust_rules`), copies.join()).toEqual([
      { identity: 'a.example' },
    ])
    expect(listAccounts(store.read)).toMatchObject([{ id: 3 }])
    expect(readRecovery(store.read)).toMatchObject({ accounts: 1, rules: 1, complete: true })
  }
})

test('a program that ends in the middle of a recovery goes on at the next start', async () => {
  const key = randomBytes(32)
  const filled = await fill(key)
  const { files } = filled
  spoil(files.mail, 1)
  const damaged = readFileSync(files.mail)
  await openStore(filled.dir, { key }).close()
  // As it is when all is written and nothing has been moved.
  copyFileSync(files.mail, files.recovered)
  copyFileSync(files.damaged, files.mail)
  rmSync(files.damaged)
  expectKept(filled, key)
  expect(readFileSync(files.damaged).equals(damaged)).toBe(true)
  expect(existsSync(files.recovered)).toBe(false)
})

test('a log that was lost takes only what was in it', async () => {
  const key = randomBytes(32)
  const { dir, files, folderId } = await fill(key)
  const first = openStore(dir, { key })
  first.write((db) => insertHeaders(db, folderId, [headerRow(9_999)]))
  const [main, log] = [readFileSync(files.mail), readFileSync(`${files.mail}-wal`)]
  await first.close()
  const open = (walBytes: Buffer | null) => {
    overwrite(files.mail, 0, main)
    truncateSync(files.mail, main.length)
    for (const end of ['-wal', '-shm']) rmSync(files.mail + end, { force: true })
    if (walBytes) {
      closeSync(openSync(`${files.mail}-wal`, 'w'))
      overwrite(`${files.mail}-wal`, 0, walBytes)
    }
    const store = openStore(dir, { key })
    const total = store.read.get(sql<{ n: number }>`SELECT count(*) AS n FROM placements`)?.n
    expect(readRecovery(store.read)).toBeNull()
    expect(store.read.all(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
    return store.close().then(() => total)
  }
  expect(await open(log)).toBe(1_001)
  expect(await open(null)).toBe(1_000)
  const cut = log.subarray(0, log.length - 1_000)
  expect(await open(cut)).toBe(1_000)
  const spoilt = Buffer.from(log)
  spoilt.fill(0x5a, 200, 400)
  expect(await open(spoilt)).toBe(1_000)
})

test('every table is named as kept or as one that comes again with the mail', () => {
  const store = openTempStore()
  const tables = store.read
    .all(sql<{ name: string }>`
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`)
    .map(({ name }) => name)
  expect(tables.sort()).toEqual([...kept, ...refetched].sort())
})

test('a recovery is encrypted like what it replaces', async () => {
  const key = randomBytes(32)
  const filled = await fill(key)
  spoil(filled.files.mail, 1)
  await openStore(filled.dir, { key }).close()
  for (const file of [filled.files.mail, filled.files.kept]) {
    expect(readFileSync(file).includes('layla@example.org')).toBe(false)
    const connection = new Database(file)
    expect(() => connection.pragma('user_version')).toThrow('not a database')
    connection.close()
  }
})
