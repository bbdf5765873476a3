import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { deleteAccount, listAccounts } from './accounts.ts'
import { saveIngested } from './bodies.ts'
import type { ReadableDatabase } from './database.ts'
import { listFolders } from './folders.ts'
import { listMessages } from './messages.ts'
import { openStore } from './open-store.ts'
import { insertHeaders } from './placements.ts'
import { readRecovery } from './recovery.ts'
import { sql } from './sql.ts'

/** Its second half, where the rows are. */
function overwriteHalf(file: string): void {
  const half = Math.floor(statSync(file).size / 8_192) * 4_096
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(half, 0xa5), 0, half, half)
  closeSync(descriptor)
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof MailError) return error.code
    throw error
  }
  return undefined
}

test('what was written is there after the program ends and starts again', () => {
  const dir = tempDataDir()
  const first = openStore(dir)
  const accountId = first.write(addAccount)
  first.close()
  expect(listAccounts(openTempStore(dir).read).map(({ id }) => id)).toEqual([accountId])
})

test.skipIf(process.platform === 'win32')('nobody else on the machine can read the mail', () => {
  const dir = join(tempDataDir(), 'new')
  openTempStore(dir).write(addAccount)
  expect(statSync(dir).mode & 0o077).toBe(0)
  for (const file of ['mail.db', 'mail.db-wal']) expect(statSync(join(dir, file)).mode & 0o077).toBe(0)
})

test('a write that throws writes nothing', () => {
  const store = openTempStore()
  expect(() =>
    store.write((db) => {
      addAccount(db)
      throw new Error('changed my mind')
    }),
  ).toThrow('changed my mind')
  expect(listAccounts(store.read)).toEqual([])
})

test('a write inside a write is refused and takes nothing down with it', () => {
  const store = openTempStore()
  store.write((db) => {
    addAccount(db)
    expect(() => store.write(() => {})).toThrow('a write inside a write')
  })
  expect(listAccounts(store.read)).toHaveLength(1)
})

test('what no server can give back waits for the disk, and nothing else does', () => {
  const store = openTempStore()
  const level = (db: ReadableDatabase) =>
    db.get(sql<{ synchronous: number }>`PRAGMA synchronous`)?.synchronous
  const [normal, full] = [1, 2]
  expect([store.write(level), store.writeSafely(level), store.write(level)]).toEqual([normal, full, normal])
  const failing = () => {
    throw new Error('no')
  }
  expect(() => store.writeSafely(failing)).toThrow('no')
  expect(store.write(level)).toBe(normal)
})

test('a full disk is told as such, loses nothing, and the store goes on when there is space', () => {
  const store = openTempStore()
  const [accountId, folderId] = store.write((db) => {
    const accountId = addAccount(db)
    return [accountId, addFolder(db, accountId, 'INBOX', 'inbox')] as const
  })
  store.read.get(sql`PRAGMA max_page_count = 150`)
  let stored = 0
  const fill = () => {
    for (;;) {
      store.write((db) => {
        const rows = Array.from({ length: 50 }, (_, index) => headerRow(stored + index + 1))
        for (const id of insertHeaders(db, folderId, rows)) saveIngested(db, id, ingestedMessage())
      })
      stored += 50
    }
  }
  expect(codeOf(fill)).toBe('disk-full')
  expect(stored).toBeGreaterThan(0)

  expect(listFolders(store.read, accountId)).toMatchObject([{ total: stored, unread: stored }])
  expect(listMessages(store.read, { folderId, cursor: null, limit: 10_000 }).rows).toHaveLength(stored)
  expect(store.read.all(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])

  store.read.get(sql`PRAGMA max_page_count = 100000`)
  store.write((db) => insertHeaders(db, folderId, [headerRow(stored + 1)]))
  expect(listFolders(store.read, accountId)).toMatchObject([{ total: stored + 1 }])
})

test('a file that is no database is kept aside as it is', () => {
  const dir = tempDataDir()
  const content = "this was somebody's thesis\n".repeat(1_000)
  writeFileSync(join(dir, 'mail.db'), content)
  const store = openTempStore(dir)
  expect(listAccounts(store.read)).toEqual([])
  expect(readRecovery(store.read)).toMatchObject({ accounts: 0, complete: false })
  expect(readFileSync(join(dir, 'mail-damaged.db'), 'utf8')).toBe(content)
})

test('a page overwritten while the program runs is told as damaged, once, and repaired by the next start', async () => {
  const dir = tempDataDir()
  const first = openStore(dir)
  const folderId = first.write((db) => {
    const folderId = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const rows = Array.from({ length: 2_000 }, (_, index) => headerRow(index + 1))
    insertHeaders(db, folderId, rows)
    return folderId
  })
  await first.close()

  let told = 0
  const store = openStore(dir, {
    onDamage() {
      told += 1
    },
  })
  overwriteHalf(join(dir, 'mail.db'))
  const readAll = () => {
    for (let cursor = null; ; ) {
      const page = listMessages(store.read, { folderId, cursor, limit: 500 })
      if (page.next === null) return
      cursor = page.next
    }
  }
  expect(codeOf(readAll)).toBe('database-damaged')
  const write = () => store.write((db) => insertHeaders(db, folderId, [headerRow(1), headerRow(9_999)]))
  expect(codeOf(write)).toBe('database-damaged')
  expect(told).toBe(1)
  await store.close()

  const repaired = openTempStore(dir)
  expect(listFolders(repaired.read, listAccounts(repaired.read)[0]?.id ?? (0 as never))).toMatchObject([
    { id: folderId, path: 'INBOX', total: 0 },
  ])
  expect(repaired.write((db) => insertHeaders(db, folderId, [headerRow(1)]))).toHaveLength(1)
})

test('where nothing is encrypted, what is deleted is gone from the file', async () => {
  const dir = tempDataDir()
  const store = openStore(dir, { key: null })
  const accountId = store.write((db) => addAccount(db, 'a-name-to-be-forgotten@example.org'))
  store.write((db) => deleteAccount(db, accountId))
  await store.close()
  expect(readFileSync(join(dir, 'mail.db')).includes('a-name-to-be-forgotten')).toBe(false)
})
