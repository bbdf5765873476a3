import { expect, test } from 'vitest'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { listMissingBodies, markBodyFailed, saveIngested } from './bodies.ts'
import { listFolders } from './folders.ts'
import { getMessage, listMessages, readSource } from './messages.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import {
  canonicalFlags,
  clearPlacements,
  insertHeaders,
  listPlacements,
  removePlacements,
  saveFlags,
} from './placements.ts'
import { sql } from './sql.ts'

function openWithFolders() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    return { store, accountId, inbox, archive: addFolder(db, accountId, 'Archive', 'archive') }
  })
}

const idOf = <T>([id]: T[]): T => {
  if (id === undefined) throw new Error('nothing was inserted')
  return id
}

test('flags are compared in one spelling, without what belongs to a session', () => {
  expect(canonicalFlags(['$Forwarded', '\\Seen', '\\Recent', 'Work', '\\seen'])).toBe(
    '$forwarded \\seen work',
  )
  expect(canonicalFlags([])).toBe('')
})

test('a flag with a space in it can not pass for two', () => {
  expect(canonicalFlags(['x \\Seen', ''])).toBe('')
})

test('a mail in two folders is one message with two placements and one body to fetch', () => {
  const { store, accountId, inbox, archive } = openWithFolders()
  store.write((db) => {
    const id = idOf(insertHeaders(db, inbox, [headerRow(5)]))
    expect(insertHeaders(db, archive, [headerRow(5, { uid: 90, flags: ['\\Seen'] })])).toEqual([id])
    expect(listMissingBodies(db, accountId, 10)).toEqual([
      { messageId: id, folderId: inbox, path: 'INBOX', uid: 5, size: 10_000 },
    ])
    expect(listMessages(db, { folderId: inbox, cursor: null, limit: 9 }).rows).toMatchObject([
      { id, unread: true },
    ])
    expect(listMessages(db, { folderId: archive, cursor: null, limit: 9 }).rows).toMatchObject([
      { id, unread: false },
    ])
  })
})

test('a look-alike never takes the place of a mail', () => {
  const { store, inbox, archive } = openWithFolders()
  store.write((db) => {
    const id = idOf(insertHeaders(db, inbox, [headerRow(1)]))
    const inSameFolder = headerRow(1, { uid: 2 })
    const larger = headerRow(1, { size: 10_001 })
    const later = headerRow(1, { internalDate: headerRow(2).internalDate })
    expect(insertHeaders(db, inbox, [inSameFolder])).not.toEqual([id])
    expect(insertHeaders(db, archive, [larger])).not.toEqual([id])
    expect(insertHeaders(db, archive, [{ ...later, uid: 3 }])).not.toEqual([id])
    const nameless = headerRow(7, { messageIdHeader: null })
    const namelessId = idOf(insertHeaders(db, inbox, [nameless]))
    expect(insertHeaders(db, archive, [nameless])).not.toEqual([namelessId])
  })
})

test('the mails of one account are never joined with those of another', () => {
  const { store, inbox } = openWithFolders()
  store.write((db) => {
    const other = addFolder(db, addAccount(db, 'other@example.org'), 'Archive')
    const id = idOf(insertHeaders(db, inbox, [headerRow(1)]))
    expect(insertHeaders(db, other, [headerRow(1)])).not.toEqual([id])
  })
})

test('a uid that is known gets new flags and no second row', () => {
  const { store, accountId, inbox } = openWithFolders()
  store.write((db) => {
    const first = insertHeaders(db, inbox, [headerRow(1), headerRow(2)])
    expect(insertHeaders(db, inbox, [headerRow(1, { flags: ['\\Seen'] }), headerRow(2)])).toEqual(first)
    expect(listPlacements(db, inbox)).toEqual([
      { uid: 1, flags: '\\seen' },
      { uid: 2, flags: '' },
    ])
    expect(listFolders(db, accountId)[0]).toMatchObject({ total: 2, unread: 1 })
  })
})

test('new flags show in the list; a uid that is not there is passed over', () => {
  const { store, inbox } = openWithFolders()
  store.write((db) => {
    insertHeaders(db, inbox, [headerRow(1)])
    saveFlags(db, inbox, [
      { uid: 1, flags: ['\\Flagged', '\\Seen'] },
      { uid: 77, flags: ['\\Seen'] },
    ])
    expect(listMessages(db, { folderId: inbox, cursor: null, limit: 9 }).rows).toMatchObject([
      { unread: false, flagged: true },
    ])
    expect(listPlacements(db, inbox)).toEqual([{ uid: 1, flags: '\\flagged \\seen' }])
  })
})

test('a date that is none does not lose the mail or its batch', () => {
  const { store, inbox } = openWithFolders()
  store.write((db) => {
    for (const [index, internalDate] of [Number.NaN, Number.POSITIVE_INFINITY, 1.5].entries()) {
      insertHeaders(db, inbox, [headerRow(index + 1, { internalDate }), headerRow(index + 10)])
    }
    expect(listPlacements(db, inbox)).toHaveLength(6)
    expect(listMessages(db, { folderId: inbox, cursor: null, limit: 9 }).rows.at(-1)?.date).toBe(0)
  })
})

test('a mail that was moved keeps its body; one that is gone leaves nothing', () => {
  const { store, accountId, inbox, archive } = openWithFolders()
  store.write((db) => {
    const [moved, gone] = insertHeaders(db, inbox, [headerRow(1), headerRow(2)])
    if (moved === undefined || gone === undefined) throw new Error('nothing was inserted')
    for (const id of [moved, gone]) saveIngested(db, id, ingestedMessage({ source: `mail ${id}` }))
    removePlacements(db, inbox, [1, 2])
    expect(getMessage(db, moved)).toBeUndefined()
    expect(insertHeaders(db, archive, [headerRow(1, { uid: 40 })])).toEqual([moved])
    expect(deleteOrphans(db, listOrphans(db, accountId))).toBe(1)
    expect(deleteOrphans(db, listOrphans(db, accountId))).toBe(0)
    expect(getMessage(db, moved)).toMatchObject({ folderId: archive, bodyState: 'ready' })
    expect(Buffer.from(readSource(db, moved) ?? [])).toEqual(Buffer.from(`mail ${moved}`))
    expect(readSource(db, gone)).toBeUndefined()
  })
})

test('a new UIDVALIDITY finds the mails again and fetches no body twice', () => {
  const { store, accountId, inbox } = openWithFolders()
  store.write((db) => {
    const uids = [1, 2, 3]
    const ids = insertHeaders(
      db,
      inbox,
      uids.map((uid) => headerRow(uid)),
    )
    for (const id of ids) saveIngested(db, id, ingestedMessage())
    clearPlacements(db, inbox)
    expect(listFolders(db, accountId)[0]).toMatchObject({ total: 0, unread: 0 })
    expect(
      insertHeaders(
        db,
        inbox,
        uids.map((uid) => headerRow(uid, { uid: uid + 100 })),
      ),
    ).toEqual(ids)
    expect(deleteOrphans(db, listOrphans(db, accountId))).toBe(0)
    expect(listMissingBodies(db, accountId, 10)).toEqual([])
  })
})

test('a mail without Message-ID is found again after a new UIDVALIDITY, if it can be no other', () => {
  const { store, inbox, archive } = openWithFolders()
  store.write((db) => {
    const nameless = (n: number, uid = n) => headerRow(n, { uid, messageIdHeader: null })
    const ids = insertHeaders(db, inbox, [nameless(1), nameless(2), nameless(2, 3)])
    // As long as it is in its folder, one that looks the same elsewhere is another.
    expect(insertHeaders(db, archive, [nameless(1)])).not.toContain(ids[0])
    clearPlacements(db, archive)
    clearPlacements(db, inbox)
    const again = insertHeaders(db, inbox, [nameless(2, 12), nameless(2, 13)])
    expect(new Set([...again, ...ids]).size).toBe(5)
  })
  store.write((db) => {
    const [id] = insertHeaders(db, inbox, [headerRow(9, { messageIdHeader: null })])
    clearPlacements(db, inbox)
    expect(insertHeaders(db, inbox, [headerRow(9, { uid: 19, messageIdHeader: null })])).toEqual([id])
    expect(
      insertHeaders(db, archive, [headerRow(9, { messageIdHeader: null, subject: 'Another' })]),
    ).not.toEqual([id])
  })
})

test('a mail that was looked for in vain is looked for again where it turns up', () => {
  const { store, inbox, archive } = openWithFolders()
  store.write((db) => {
    const [id] = insertHeaders(db, inbox, [headerRow(1)])
    if (id === undefined) throw new Error('nothing was inserted')
    markBodyFailed(db, id)
    removePlacements(db, inbox, [1])
    insertHeaders(db, archive, [headerRow(1)])
    expect(getMessage(db, id)).toMatchObject({ folderId: archive, bodyState: 'missing' })
  })
})

test('orphans of other accounts are left to their own turn', () => {
  const { store, accountId, inbox } = openWithFolders()
  store.write((db) => {
    const otherAccount = addAccount(db, 'other@example.org')
    const other = addFolder(db, otherAccount, 'INBOX', 'inbox')
    insertHeaders(db, inbox, [headerRow(1)])
    insertHeaders(db, other, [headerRow(1)])
    clearPlacements(db, inbox)
    clearPlacements(db, other)
    expect(deleteOrphans(db, listOrphans(db, accountId))).toBe(1)
    expect(db.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: 1 })
    expect(deleteOrphans(db, listOrphans(db, otherAccount))).toBe(1)
  })
})

// Looking through all of them each time would be 50 million look-ups, and would not end in the test's time.
test('a server that lists one mail ten thousand times does not stall the store', { timeout: 30_000 }, () => {
  const { store, accountId, inbox } = openWithFolders()
  const same = Array.from({ length: 10_000 }, (_, index) => headerRow(1, { uid: index + 1 }))
  store.write((db) => insertHeaders(db, inbox, same))
  expect(listFolders(store.read, accountId)[0]).toMatchObject({ total: 10_000 })
})
