import { randomBytes } from 'node:crypto'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import type { WritableDatabase } from './database.ts'
import { copyScript, keepCopy } from './keep-copy.ts'
import { mailFiles, openMailFile } from './mail-file.ts'
import { insertHeaders } from './placements.ts'
import { sql } from './sql.ts'

const key = randomBytes(32)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function openFilled() {
  const dir = tempDataDir()
  const store = openTempStore(dir, key)
  const ids = store.write((db) => {
    const accountId = addAccount(db)
    return { accountId, folderId: addFolder(db, accountId, 'INBOX', 'inbox') }
  })
  return { store, files: mailFiles(dir), ...ids }
}

/** So many mails, each with an act in that state. */
function act(
  db: WritableDatabase,
  { accountId, folderId }: { accountId: AccountId; folderId: FolderId },
  uids: [from: number, to: number],
  state: string,
): void {
  const [from, to] = uids
  const rows = Array.from({ length: to - from }, (_, at) => headerRow(from + at))
  for (const id of insertHeaders(db, folderId, rows)) {
    db.run(sql`
      INSERT INTO operations (account_id, kind, message_id, folder_id, uid, state)
      VALUES (${accountId}, 'delete', ${id}, ${folderId}, ${id}, ${state})`)
  }
}

/** What a query gives in the copy; undefined while there is none. */
function inCopy(file: string, query: string): unknown {
  if (!existsSync(file)) return undefined
  const copy = openMailFile(file, key)
  try {
    return copy.prepare(query).pluck().get()
  } finally {
    copy.close()
  }
}

test('acts that wait are copied with their mails, and those that were done are not', async () => {
  const { store, files, ...ids } = openFilled()
  store.write((db) => {
    act(db, ids, [1, 11], 'queued')
    act(db, ids, [11, 1_011], 'done')
  })
  vi.advanceTimersByTime(20_000)
  await vi.waitFor(() => expect(inCopy(files.kept, 'SELECT count(*) FROM operations')).toBe(10))
  expect(inCopy(files.kept, 'SELECT count(*) FROM messages')).toBe(10)
  expect(inCopy(files.kept, 'SELECT max(subject) FROM messages')).toBe('Mail 9')
  expect(inCopy(files.kept, 'SELECT address FROM accounts')).toBe('layla@example.org')
  expect(inCopy(files.kept, 'PRAGMA user_version')).toBe(inCopy(files.mail, 'PRAGMA user_version'))
  expect(inCopy(files.kept, `SELECT seq FROM sqlite_sequence WHERE name = 'messages'`)).toBe(1_010)
})

test('thousands of acts that wait are no more work for the thread that answers the page than none', () => {
  const { store, files, ...ids } = openFilled()
  const connection = openMailFile(files.mail, key)
  onTestFinished(() => {
    connection.close()
  })
  const prepare = vi.spyOn(connection, 'prepare')
  const pragma = vi.spyOn(connection, 'pragma')
  const statements = () => {
    const before = prepare.mock.calls.length + pragma.mock.calls.length
    const script = copyScript(connection, files.mail)
    return { length: script.length, calls: prepare.mock.calls.length + pragma.mock.calls.length - before }
  }
  const none = statements()
  store.write((db) => act(db, ids, [1, 5_001], 'queued'))
  expect(statements()).toEqual(none)
})

test('a copy is made though the mail never stops coming in, and none where only mail came in', async () => {
  const { store, files, folderId } = openFilled()
  let uid = 1
  const receive = (seconds: number) => {
    for (const end = uid + seconds; uid < end; uid += 1) {
      store.write((db) => insertHeaders(db, folderId, [headerRow(uid)]))
      vi.advanceTimersByTime(1_000)
    }
  }
  receive(21)
  await vi.waitFor(() => expect(existsSync(files.kept)).toBe(true))

  utimesSync(files.kept, 0, 0)
  receive(60)
  await vi.waitFor(() => expect(existsSync(`${files.kept}-new`)).toBe(false))
  expect(statSync(files.kept).mtimeMs).toBe(0)

  store.write((db) => {
    db.run(
      sql`INSERT INTO trust_rules (scope, identity, decision, created_at) VALUES ('domain', 'a.example', 'load', 0)`,
    )
  })
  // The thread of the copy before may not have ended yet.
  await vi.waitFor(() => {
    receive(21)
    expect(inCopy(files.kept, 'SELECT identity FROM trust_rules')).toBe('a.example')
  })
})

test('what was removed is in no copy any more, however soon the program ends', async () => {
  const { store, files } = openFilled()
  keepCopy(openMailFile(files.mail, key), files.mail, files.kept, key)
  expect(inCopy(files.kept, 'SELECT count(*) FROM accounts')).toBe(1)
  store.write((db) => db.run(sql`DELETE FROM accounts`))
  store.forgetAside()
  expect(inCopy(files.kept, 'SELECT count(*) FROM accounts')).toBe(0)
})
