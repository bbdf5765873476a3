import { expect, test } from 'vitest'
import type { MessageId } from '../../../shared/models/message.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import type { ReadableDatabase } from './database.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { type HeaderRow, insertHeaders, removePlacements } from './placements.ts'
import { sql } from './sql.ts'

const layla = { name: 'Layla', address: 'layla@example.org' }
const omar = { name: 'Omar', address: 'omar@example.org' }
const DAY = 24 * 3600 * 1000

/** Uids of the mails that are together, in order of their oldest. */
function conversations(db: ReadableDatabase, folderId: number): number[][] {
  const rows = db.all(sql<{ uid: number; thread: number | null }>`
    SELECT uid, messages.thread_id AS thread FROM placements JOIN messages ON messages.id = message_id
    WHERE folder_id = ${folderId} ORDER BY uid`)
  const groups = new Map<string, number[]>()
  for (const { uid, thread } of rows) {
    const key = thread === null ? `alone ${uid}` : `${thread}`
    groups.set(key, [...(groups.get(key) ?? []), uid])
  }
  return [...groups.values()]
}

function newestOf(db: ReadableDatabase, folderId: number): number[] {
  return db
    .all(
      sql<{
        uid: number
      }>`SELECT uid FROM placements WHERE folder_id = ${folderId} AND newest = 1 ORDER BY uid`,
    )
    .map(({ uid }) => uid)
}

function openInbox() {
  const store = openTempStore()
  const { accountId, inbox } = store.write((db) => {
    const accountId = addAccount(db)
    return { accountId, inbox: addFolder(db, accountId, 'INBOX', 'inbox') }
  })
  return {
    ...{ store, accountId, inbox },
    receive: (...rows: HeaderRow[]) => store.write((db) => insertHeaders(db, inbox, rows)),
    body(id: MessageId | undefined, parsed: Parameters<typeof ingestedMessage>[0]) {
      if (id === undefined) throw new Error('nothing was received')
      store.write((db) => saveIngested(db, id, ingestedMessage(parsed)))
    },
    remove(...uids: number[]) {
      store.write((db) => removePlacements(db, inbox, uids))
      store.write((db) => deleteOrphans(db, listOrphans(db, accountId)))
    },
    conversations: () => conversations(store.read, inbox),
    newest: () => newestOf(store.read, inbox),
    threads: () => store.read.all<{ id: number; muted: number }>(sql`SELECT id, muted FROM threads`),
  }
}

/** Mail n, an answer to mail `to`, or to none. */
function answer(n: number, to: number | null, changes: Partial<HeaderRow> = {}): HeaderRow {
  return headerRow(n, {
    messageIdHeader: `<${n}@x>`,
    inReplyTo: to === null ? null : `<${to}@x>`,
    ...changes,
  })
}

test('an answer is with its question, in whichever order they come', () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const { receive, conversations, newest } = openInbox()
    for (const n of order) receive(answer(n, n === 1 ? null : 1), headerRow(n + 10))
    expect(conversations()).toEqual([[1, 2], [11], [12]])
    expect(newest()).toEqual([2, 11, 12])
  }
})

test('a mail that connects two conversations makes them one when it comes, and two when it goes', () => {
  const { receive, remove, conversations, newest, threads } = openInbox()
  receive(answer(1, null), answer(2, 1), answer(4, 3), answer(5, 4))
  expect(conversations()).toEqual([
    [1, 2],
    [4, 5],
  ])
  receive(answer(3, 2))
  expect(conversations()).toEqual([[1, 2, 3, 4, 5]])
  expect(newest()).toEqual([5])
  remove(3)
  expect(conversations()).toEqual([
    [1, 2],
    [4, 5],
  ])
  expect(newest()).toEqual([2, 5])
  expect(threads()).toHaveLength(2)
  remove(1, 5)
  expect(conversations()).toEqual([[2], [4]])
  expect(threads()).toEqual([])
})

test('two answers to a mail that is not here are together', () => {
  const { receive, conversations } = openInbox()
  receive(answer(7, 1), answer(9, 1), answer(8, 2))
  expect(conversations()).toEqual([[7, 9], [8]])
})

test('a body that names its ancestors brings the mail to them', () => {
  const { receive, body, conversations, newest } = openInbox()
  const [, , last] = receive(answer(1, null), answer(2, 1), answer(4, 3))
  expect(conversations()).toEqual([[1, 2], [4]])
  body(last, { parsed: { inReplyTo: '<3@x>', references: ['<1@x>', '<2@x>', '<3@x>'] } })
  expect(conversations()).toEqual([[1, 2, 4]])
  expect(newest()).toEqual([4])
})

test('a mail keeps to its own account', () => {
  const { store, receive, conversations: inInbox } = openInbox()
  const other = store.write((db) => {
    const folder = addFolder(db, addAccount(db, 'other@example.org'), 'INBOX', 'inbox')
    insertHeaders(db, folder, [answer(1, null)])
    return folder
  })
  receive(answer(2, 1))
  expect(inInbox()).toEqual([[2]])
  expect(conversations(store.read, other)).toEqual([[1]])
})

const question = (n: number, changes: Partial<HeaderRow> = {}) =>
  headerRow(n, { subject: 'Lunch?', from: omar, to: [layla], ...changes })
const bareReply = (n: number, changes: Partial<HeaderRow> = {}) =>
  headerRow(n, { subject: 'رد: Lunch?', from: layla, to: [omar], ...changes })

test('a reply that does not say to what goes to the mail of its subject and people', () => {
  for (const rows of [
    [question(1), bareReply(2)],
    [bareReply(2), question(1)],
  ]) {
    const { receive, conversations } = openInbox()
    for (const row of rows) receive(row)
    expect(conversations()).toEqual([[1, 2]])
  }
})

test('the subject is not enough: a reply, the same people, another writer and within the month', () => {
  for (const other of [
    bareReply(2, { subject: 'Lunch?' }),
    bareReply(2, { subject: 'Fwd: Lunch?' }),
    bareReply(2, { cc: [{ name: '', address: 'third@example.org' }] }),
    bareReply(2, { from: omar, to: [layla] }),
    bareReply(2, { internalDate: headerRow(1).internalDate + 31 * DAY }),
    bareReply(2, { internalDate: headerRow(1).internalDate - 1_000 }),
  ]) {
    const { receive, conversations } = openInbox()
    receive(question(1), other)
    expect(conversations()).toEqual([[1], [2]])
  }
})

test('issues of a newsletter that calls itself an answer are not one conversation', () => {
  const { receive, conversations } = openInbox()
  receive(...[1, 2, 3, 4].map((n) => headerRow(n, { subject: 'Re: Your weekly offers' })))
  expect(conversations()).toEqual([[1], [2], [3], [4]])
})

test('a reply that was joined by its subject leaves when its body says what it answers', () => {
  const { receive, body, conversations, newest, threads } = openInbox()
  const [, reply] = receive(question(1), bareReply(2), question(8, { subject: 'Dinner' }))
  expect(conversations()).toEqual([[1, 2], [8]])
  const headers = { from: layla, to: [omar], subject: 'رد: Lunch?' }
  body(reply, { parsed: { ...headers, references: ['<8@shop.example>'] } })
  expect(conversations()).toEqual([[1], [2, 8]])
  expect(newest()).toEqual([1, 8])
  expect(threads()).toHaveLength(1)
})

test('a reply goes to the latest mail of its subject, also when that comes later', () => {
  const { receive, remove, conversations } = openInbox()
  receive(question(1), bareReply(9))
  expect(conversations()).toEqual([[1, 9]])
  receive(question(5))
  expect(conversations()).toEqual([[1], [5, 9]])
  remove(5)
  expect(conversations()).toEqual([[1, 9]])
})

// Looking at all of them for each would be 50 million look-ups, and would not end in the test's time.
test('ten thousand mails that name one Message-ID come and go without stalling the store', {
  timeout: 30_000,
}, () => {
  const { receive, remove, conversations, newest, threads } = openInbox()
  const uids = Array.from({ length: 10_000 }, (_, index) => index + 1)
  receive(...uids.map((uid) => answer(uid, 0)))
  expect(conversations()).toHaveLength(1)
  expect(newest()).toEqual([10_000])
  remove(...uids.slice(1))
  expect(conversations()).toEqual([[1]])
  expect(threads()).toEqual([])
})

test('ten thousand mails with one Message-ID between them come and go too', { timeout: 30_000 }, () => {
  const { receive, remove, conversations } = openInbox()
  const uids = Array.from({ length: 10_000 }, (_, index) => index + 1)
  receive(...uids.map((uid) => answer(uid, null, { messageIdHeader: '<same@x>' })))
  expect(conversations()).toHaveLength(1)
  remove(...uids)
  expect(conversations()).toEqual([])
})

test('mails that name themselves or each other are conversations like others', () => {
  const { receive, remove, conversations } = openInbox()
  receive(answer(1, 1), answer(2, 3), answer(3, 4), answer(4, 2))
  expect(conversations()).toEqual([[1], [2, 3, 4]])
  remove(3)
  expect(conversations()).toEqual([[1], [2, 4]])
})

test('of ten thousand references the first and the latest count', () => {
  const { store, receive, body, conversations } = openInbox()
  const references = Array.from({ length: 10_000 }, (_, index) => `<${index}@x>`)
  const [, , , id] = receive(answer(0, null), answer(9_999, null), answer(5_000, null), headerRow(10_001))
  body(id, { parsed: { references } })
  expect(conversations()).toEqual([[0, 9_999, 10_001], [5_000]])
  const names = store.read.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM thread_names WHERE message_id = ${id ?? 0}`)
  expect(names?.count).toBe(21)
})

test('what is no Message-ID connects nothing', () => {
  const { receive, conversations } = openInbox()
  const inReplyTo = 'Your message of "Mon, 23 Nov 2026 10:00:00"'
  receive(headerRow(1, { inReplyTo }), headerRow(2, { inReplyTo }), headerRow(3, { inReplyTo: '<>' }))
  expect(conversations()).toEqual([[1], [2], [3]])
})
