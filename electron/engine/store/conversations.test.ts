import { expect, test } from 'vitest'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageRow } from '../../../shared/models/message.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { listConversations, listThread } from './conversations.ts'
import { listFolders } from './folders.ts'
import { listMessages } from './messages.ts'
import { foldersOfThread, muteThread } from './muted-threads.ts'
import { type HeaderRow, insertHeaders, removePlacements, saveFlags } from './placements.ts'
import { sql } from './sql.ts'

function openAccount() {
  const store = openTempStore()
  const folders = store.write((db) => {
    const accountId = addAccount(db)
    const folder = (path: string, role: Parameters<typeof addFolder>[3]) =>
      addFolder(db, accountId, path, role)
    return {
      accountId,
      inbox: folder('INBOX', 'inbox'),
      sent: folder('Sent', 'sent'),
      trash: folder('Trash', 'trash'),
    }
  })
  return {
    ...{ store, ...folders },
    put: (folderId: FolderId, ...rows: HeaderRow[]) => store.write((db) => insertHeaders(db, folderId, rows)),
    list: (folderId: FolderId) => listConversations(store.read, { folderId, cursor: null, limit: 50 }).rows,
  }
}

const answer = (n: number, to: number, changes: Partial<HeaderRow> = {}) =>
  headerRow(n, { inReplyTo: `<${to}@shop.example>`, ...changes })
const SEEN = { flags: ['\\Seen'] }
const subjects = (rows: MessageRow[]) => rows.map(({ subject }) => subject)

test('a conversation is one row in each folder, its newest mail there, and counts what was sent', () => {
  const { put, list, inbox, sent } = openAccount()
  put(inbox, headerRow(1), headerRow(5), answer(3, 2))
  put(sent, answer(2, 1, SEEN), answer(4, 3, SEEN))
  expect(subjects(list(inbox))).toEqual(['Mail 5', 'Mail 3'])
  expect(subjects(list(sent))).toEqual(['Mail 4'])
  expect(list(inbox).map(({ thread }) => [thread.count, thread.messageIds.length])).toEqual([
    [1, 1],
    [4, 2],
  ])
  expect(list(sent)[0]?.thread).toMatchObject({ count: 4, id: list(inbox)[1]?.thread.id })
})

test('the row speaks for all mails of its conversation in the folder', () => {
  const { store, put, list, inbox, sent } = openAccount()
  const [first, second] = put(
    inbox,
    headerRow(1, { flags: ['\\Flagged'] }),
    answer(2, 1, { ...SEEN, hasAttachments: true }),
    answer(3, 2, SEEN),
  )
  const [own] = put(sent, answer(4, 3, SEEN))
  if (first === undefined || second === undefined || own === undefined) throw new Error('nothing was put')
  const summary = (services: string[]) => ({
    analysis: { summary: { trackers: services.length, suspects: 1, services } },
  })
  store.write((db) => {
    saveIngested(db, first, ingestedMessage(summary(['Mailchimp', 'Litmus'])))
    saveIngested(
      db,
      second,
      ingestedMessage({ ...summary(['Mailchimp']), parsed: { references: ['<1@shop.example>'] } }),
    )
    saveIngested(
      db,
      own,
      ingestedMessage({ ...summary(['Gong']), parsed: { references: ['<3@shop.example>'] } }),
    )
  })
  expect(list(inbox)).toMatchObject([
    {
      ...{ subject: 'Mail 3', unread: true, flagged: true },
      ...{ trackerCount: 3, suspectCount: 2, services: ['Mailchimp', 'Litmus'] },
    },
  ])
})

test('the newest mail that goes leaves the row to the one before it', () => {
  const { store, put, list, inbox } = openAccount()
  put(inbox, headerRow(1), answer(2, 1), answer(3, 2))
  store.write((db) => removePlacements(db, inbox, [3]))
  expect(subjects(list(inbox))).toEqual(['Mail 2'])
  store.write((db) => removePlacements(db, inbox, [1, 2]))
  expect(list(inbox)).toEqual([])
})

test('the mails of a conversation come oldest first, from all folders, each once', () => {
  const { store, put, inbox, sent, trash } = openAccount()
  const [first, , copied] = put(inbox, headerRow(1), answer(3, 2), answer(5, 4))
  put(sent, answer(2, 1), answer(5, 4, { uid: 77 }))
  const [thrown] = put(trash, answer(4, 3))
  if (first === undefined || thrown === undefined || copied === undefined) throw new Error('nothing was put')
  const seen = (id: typeof first, folderId: FolderId) =>
    listThread(store.read, id, folderId).map((row) => [row.subject, row.folderId])
  expect(seen(first, inbox)).toEqual([
    ['Mail 1', inbox],
    ['Mail 2', sent],
    ['Mail 3', inbox],
    ['Mail 5', inbox],
  ])
  expect(seen(copied, sent).at(-1)).toEqual(['Mail 5', sent])
  expect(seen(thrown, trash).map(([subject]) => subject)).toEqual([
    'Mail 1',
    'Mail 2',
    'Mail 3',
    'Mail 4',
    'Mail 5',
  ])
  expect(listThread(store.read, first, inbox).map(({ thread }) => thread.count)).toEqual([4, 4, 4, 4])
  const [alone] = put(inbox, headerRow(9))
  if (alone === undefined) throw new Error('nothing was put')
  expect(seen(alone, inbox)).toEqual([['Mail 9', inbox]])
})

test('of a very long conversation the latest two hundred are told and counted', () => {
  const { store, put, list, inbox } = openAccount()
  const ids = put(inbox, ...Array.from({ length: 300 }, (_, n) => answer(n + 1, 0)))
  expect(list(inbox)[0]?.thread.count).toBe(200)
  const told = listThread(store.read, ids[250] ?? (0 as never), inbox)
  expect([told.length, told[0]?.subject, told.at(-1)?.subject]).toEqual([200, 'Mail 101', 'Mail 300'])
})

test('the row of a very long conversation is unread when any of it is, and stands for all of it', () => {
  const { put, list, inbox } = openAccount()
  put(inbox, ...Array.from({ length: 300 }, (_, n) => answer(n + 1, 0, n === 0 ? {} : SEEN)))
  const [row] = list(inbox)
  expect(row?.unread).toBe(true)
  expect(row?.thread.messageIds).toHaveLength(300)
})

test('what comes into a muted conversation comes as read, and no longer when it is heard again', () => {
  const { store, accountId, put, list, inbox, sent } = openAccount()
  const [first] = put(inbox, headerRow(1))
  put(sent, answer(2, 1, SEEN))
  if (first === undefined) throw new Error('nothing was put')
  store.write((db) => muteThread(db, first, true))
  expect(foldersOfThread(store.read, first)).toEqual([inbox, sent])
  put(inbox, answer(3, 2), headerRow(8))
  expect(list(inbox)).toMatchObject([
    { subject: 'Mail 8', unread: true, thread: { muted: false } },
    { subject: 'Mail 3', unread: true, thread: { muted: true } },
  ])
  expect(
    listMessages(store.read, { folderId: inbox, cursor: null, limit: 9 }).rows.map((row) => row.unread),
  ).toEqual([true, false, true])
  expect(listFolders(store.read, accountId)[0]).toMatchObject({ unread: 2 })
  // The server is told, and until it is, its word does not bring the mail back.
  expect(store.read.all(sql`SELECT kind, folder_id, uid, flag, flag_on, state FROM operations`)).toEqual([
    { kind: 'flag', folder_id: inbox, uid: 3, flag: '\\seen', flag_on: 1, state: 'queued' },
  ])
  store.write((db) => saveFlags(db, inbox, [{ uid: 3, flags: [] }]))
  expect(listFolders(store.read, accountId)[0]).toMatchObject({ unread: 2 })
  store.write((db) => muteThread(db, first, false))
  put(inbox, answer(4, 3))
  const [, spoken] = list(inbox)
  expect(spoken?.thread.muted).toBe(false)
  expect(listMessages(store.read, { folderId: inbox, cursor: null, limit: 9 }).rows[1]).toMatchObject({
    subject: 'Mail 4',
    unread: true,
  })
})

test('a mail that is alone can be muted before anybody answers', () => {
  const { store, put, list, inbox } = openAccount()
  const [first] = put(inbox, headerRow(1))
  if (first === undefined) throw new Error('nothing was put')
  store.write((db) => muteThread(db, first, true))
  expect(list(inbox)[0]?.thread).toMatchObject({ count: 1, muted: true })
  store.write((db) => muteThread(db, first, false))
  expect(list(inbox)[0]?.thread).toEqual({ id: null, count: 1, muted: false, messageIds: [first] })
  store.write((db) => muteThread(db, first, true))
  put(inbox, answer(2, 1))
  expect(list(inbox)[0]).toMatchObject({ thread: { count: 2, muted: true } })
  expect(listThread(store.read, first, inbox).map(({ unread }) => unread)).toEqual([true, false])
})

test('a mail is read too when only its body says that it belongs to a muted conversation', () => {
  const { store, put, list, inbox } = openAccount()
  const [first, late] = put(inbox, headerRow(1), headerRow(2))
  if (first === undefined || late === undefined) throw new Error('nothing was put')
  store.write((db) => muteThread(db, first, true))
  store.write((db) =>
    saveIngested(db, late, ingestedMessage({ parsed: { references: ['<1@shop.example>'] } })),
  )
  store.write((db) => saveIngested(db, first, ingestedMessage()))
  expect(listThread(store.read, first, inbox).map(({ unread }) => unread)).toEqual([true, false])
  expect(list(inbox)).toHaveLength(1)
})

test('a mail that mentions a muted conversation does not silence another one that the user reads', () => {
  for (const isAnswered of [true, false]) {
    const { store, put, list, inbox } = openAccount()
    const [muted] = put(inbox, headerRow(1), answer(2, 1))
    put(inbox, headerRow(3, SEEN), ...(isAnswered ? [answer(4, 3)] : []))
    if (muted === undefined) throw new Error('nothing was put')
    store.write((db) => muteThread(db, muted, true))
    const [trap] = put(inbox, answer(5, 1))
    if (trap === undefined) throw new Error('nothing was put')
    const references = ['<1@shop.example>', '<3@shop.example>']
    store.write((db) => saveIngested(db, trap, ingestedMessage({ parsed: { references } })))
    put(inbox, answer(6, 3))
    expect(list(inbox)).toMatchObject([{ subject: 'Mail 6', unread: true, thread: { muted: false } }])
    expect(listThread(store.read, muted, inbox).at(-1)).toMatchObject({ subject: 'Mail 6', unread: true })
  }
})

test('answers stay muted that come before the mail which shows where they belong, read elsewhere or not', () => {
  const { store, put, list, inbox } = openAccount()
  const [first] = put(inbox, headerRow(1, SEEN))
  if (first === undefined) throw new Error('nothing was put')
  store.write((db) => muteThread(db, first, true))
  put(inbox, answer(4, 3, SEEN), answer(3, 2), answer(2, 1), answer(5, 4))
  expect(list(inbox)).toMatchObject([{ thread: { count: 5, muted: true } }])
  expect(listThread(store.read, first, inbox).at(-1)).toMatchObject({ subject: 'Mail 5', unread: false })
})

test('a page of conversations is one range of one index, whatever SQLite learns of the tables', () => {
  const { store, put, inbox } = openAccount()
  put(inbox, ...Array.from({ length: 400 }, (_, n) => (n % 3 === 0 ? headerRow(n + 1) : answer(n + 1, n))))
  const page = () =>
    queryPlans(store.read, (db) =>
      listConversations(db, {
        folderId: inbox,
        cursor: { date: 1_700_000_100_000, id: 50 as never },
        limit: 20,
      }),
    )
  for (const learn of [() => {}, () => store.write((db) => db.run(sql`ANALYZE`))]) {
    learn()
    const [list, ...details] = page()
    expect(list).toEqual([
      expect.stringMatching(
        /^SEARCH p USING INDEX placements_newest \(folder_id=\? AND \(received_at,message_id\)</,
      ),
      expect.stringMatching(/^SEARCH m USING INTEGER PRIMARY KEY/),
    ])
    expect(details.flat().filter((line) => /SCAN (?!mail|\(subquery)|TEMP B-TREE/.test(line))).toEqual([])
  }
})

test('paging shows every conversation once', () => {
  const { store, put, inbox } = openAccount()
  put(inbox, ...Array.from({ length: 90 }, (_, n) => (n % 3 === 0 ? headerRow(n + 1) : answer(n + 1, n))))
  const seen: string[] = []
  let cursor: Parameters<typeof listConversations>[1]['cursor'] = null
  do {
    const page = listConversations(store.read, { folderId: inbox, cursor, limit: 7 })
    seen.push(...subjects(page.rows))
    cursor = page.next
  } while (cursor !== null)
  expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => `Mail ${90 - 3 * n}`))
})
