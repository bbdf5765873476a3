import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { listAccounts } from './accounts.ts'
import { saveIngested } from './bodies.ts'
import { keepCopy } from './keep-copy.ts'
import { mailFiles, openMailFile } from './mail-file.ts'
import { openStore } from './open-store.ts'
import { insertHeaders } from './placements.ts'
import { readRecovery } from './recovery.ts'
import { sql } from './sql.ts'

const SECRET = 'a-subject-for-nobody-else'

/** A folder that an earlier Curtain wrote, some of it still in its log. */
function plainDataDir(): string {
  const dir = tempDataDir()
  const store = openTempStore(dir)
  store.write((db) => {
    const folderId = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const rows = Array.from({ length: 500 }, (_, index) => headerRow(index + 1, { subject: SECRET }))
    for (const id of insertHeaders(db, folderId, rows)) {
      saveIngested(db, id, ingestedMessage({ parsed: { subject: SECRET, text: 'windmill' } }))
    }
  })
  const copy = tempDataDir()
  for (const file of ['mail.db', 'mail.db-wal']) copyFileSync(join(dir, file), join(copy, file))
  return copy
}

/** Every byte in the folder, the lock's aside. */
function everything(dir: string): Buffer {
  return Buffer.concat(readdirSync(dir).map((name) => readFileSync(join(dir, name))))
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    return error instanceof MailError ? error.code : String(error)
  }
  return undefined
}

test('nothing of what was stored with a key can be read in the folder, the log included', () => {
  const dir = tempDataDir()
  const store = openTempStore(dir, randomBytes(32))
  store.write((db) => {
    const folderId = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    insertHeaders(db, folderId, [headerRow(1, { subject: SECRET })])
  })
  expect(statSync(join(dir, 'mail.db-wal')).size).toBeGreaterThan(4_096)
  const bytes = everything(dir)
  for (const text of [SECRET, 'layla@example.org', 'CREATE TABLE', 'INBOX']) {
    expect(bytes.includes(text), text).toBe(false)
  }
})

test('a plain database is encrypted where it lies, with all that is in it and in its log', async () => {
  const dir = plainDataDir()
  expect(everything(dir).includes(SECRET)).toBe(true)
  const key = randomBytes(32)
  const store = openStore(dir, { key })
  const count = (table: string) =>
    store.read.get(sql<{ n: number }>`SELECT count(*) AS n FROM messages`)?.n ?? table
  expect(count('messages')).toBe(500)
  const found = store.read.all(sql`SELECT rowid FROM message_search WHERE message_search MATCH 'body: wind*'`)
  expect(found).toHaveLength(500)
  expect(store.read.get(sql`PRAGMA auto_vacuum`)).toEqual({ auto_vacuum: 2 })
  await store.close()
  expect(everything(dir).includes(SECRET)).toBe(false)
  expect(everything(dir).includes('CREATE TABLE')).toBe(false)
  expect(listAccounts(openTempStore(dir, key).read)).toHaveLength(1)
})

test('a program that ended in the middle of encrypting begins again', async () => {
  const dir = plainDataDir()
  writeFileSync(join(dir, 'mail.db-encrypting'), randomBytes(50_000))
  writeFileSync(join(dir, 'mail.key-check'), 'of a key that encrypted nothing')
  const key = randomBytes(32)
  const store = openStore(dir, { key })
  expect(listAccounts(store.read)).toHaveLength(1)
  await store.close()
  expect(existsSync(join(dir, 'mail.db-encrypting'))).toBe(false)
  expect(everything(dir).includes(SECRET)).toBe(false)
})

test('without its key, or with another, a database is locked, and left as it is', async () => {
  const dir = tempDataDir()
  const key = randomBytes(32)
  const store = openStore(dir, { key })
  store.write(addAccount)
  await store.close()
  const before = readFileSync(join(dir, 'mail.db'))
  expect(codeOf(() => openStore(dir))).toBe('database-locked')
  expect(codeOf(() => openStore(dir, { key: randomBytes(32) }))).toBe('database-locked')
  expect(readFileSync(join(dir, 'mail.db')).equals(before)).toBe(true)
  expect(existsSync(mailFiles(dir).damaged)).toBe(false)
  expect(listAccounts(openTempStore(dir, key).read)).toHaveLength(1)
})

test('a key check that was lost costs nothing: the key is tried, and without one nothing takes the place of the mail', async () => {
  const dir = tempDataDir()
  const files = mailFiles(dir)
  const key = randomBytes(32)
  const store = openStore(dir, { key })
  store.write(addAccount)
  await store.close()
  const before = readFileSync(files.mail)
  const check = join(dir, 'mail.key-check')

  rmSync(check)
  expect(codeOf(() => openStore(dir))).toBe('database-locked')
  const connection = openMailFile(files.mail, key)
  keepCopy(connection, files.mail, files.kept, key)
  connection.close()
  expect(codeOf(() => openStore(dir))).toBe('database-locked')
  expect(codeOf(() => openStore(dir, { key: randomBytes(32) }))).toBe('database-locked')
  expect(readFileSync(files.mail).equals(before)).toBe(true)
  rmSync(files.mail)
  expect(codeOf(() => openStore(dir))).toBe('database-locked')
  writeFileSync(files.mail, before)

  const again = openStore(dir, { key })
  expect(listAccounts(again.read)).toHaveLength(1)
  expect(readRecovery(again.read)).toBeNull()
  await again.close()
  expect(existsSync(check)).toBe(true)

  // With the right key, what can't be opened is damaged.
  rmSync(check)
  writeFileSync(files.mail, randomBytes(40_960))
  const recovered = openTempStore(dir, key)
  expect(listAccounts(recovered.read)).toHaveLength(1)
  expect(readRecovery(recovered.read)).not.toBeNull()
})

test.each([0, 20, 64])(
  'a key check of which %i bytes are left keeps nobody out who has the key',
  async (bytes) => {
    const dir = tempDataDir()
    const key = randomBytes(32)
    const before = openStore(dir, { key })
    before.write((db) => addAccount(db))
    await before.close()
    writeFileSync(join(dir, 'mail.key-check'), Buffer.alloc(bytes))
    const store = openStore(dir, { key })
    expect(listAccounts(store.read)).toHaveLength(1)
    await store.close()
    expect(codeOf(() => openStore(dir, { key: randomBytes(32) }))).toBe('database-locked')
  },
)
