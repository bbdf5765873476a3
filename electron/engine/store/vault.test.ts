import { expect, test } from 'vitest'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { insertHeaders, removePlacements } from './placements.ts'
import { getReference, listReferences, markFailed } from './references.ts'
import { sql } from './sql.ts'
import {
  deleteUnused,
  evictBeyond,
  forgetPictures,
  getPicture,
  markDamaged,
  markRead,
  putPicture,
} from './vault.ts'

/** Two mails that show the same logo. */
function openWithLogo() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const ids = insertHeaders(db, inbox, [headerRow(1), headerRow(2)])
    const logo = reference('https://shop.example/logo.png')
    for (const id of ids) saveIngested(db, id, ingestedMessage({ analysis: { references: [logo] } }))
    const [first, second] = ids.flatMap((id) => listReferences(db, id))
    if (first === undefined || second === undefined) throw new Error('no reference')
    return { store, accountId, inbox, first, second }
  })
}

const logo = { sha256: 'ab'.repeat(32), mediaType: 'image/png', size: 4, readOn: 20_000 }

test('a picture is kept with its reference, and once for all mails that show it', () => {
  const { store, first, second } = openWithLogo()
  expect(getPicture(store.read, first.id)).toBeUndefined()
  store.write((db) => {
    for (const { id } of [first, second]) putPicture(db, { referenceId: id, ...logo })
  })
  for (const { id } of [first, second]) {
    expect(getPicture(store.read, id)).toEqual(logo)
    expect(getReference(store.read, id)?.state).toBe('loaded')
  }
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 1 })
})

test('a picture goes with the last mail that shows it', () => {
  const { store, accountId, inbox, first, second } = openWithLogo()
  store.write((db) => {
    for (const { id } of [first, second]) putPicture(db, { referenceId: id, ...logo })
    removePlacements(db, inbox, [1])
    deleteOrphans(db, listOrphans(db, accountId))
    expect(getPicture(db, first.id)).toBeUndefined()
    expect(getPicture(db, second.id)).toEqual(logo)
    removePlacements(db, inbox, [2])
    deleteOrphans(db, listOrphans(db, accountId))
    expect(db.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  })
})

test('the id of a reference that is gone never leads to another picture', () => {
  const { store, accountId, inbox, second } = openWithLogo()
  store.write((db) => {
    removePlacements(db, inbox, [2])
    deleteOrphans(db, listOrphans(db, accountId))
    const [id] = insertHeaders(db, inbox, [headerRow(3)])
    if (id === undefined) throw new Error('nothing was inserted')
    const references = [reference('https://open.example/tracker.gif', { verdict: 'tracker' })]
    saveIngested(db, id, ingestedMessage({ analysis: { references } }))
    expect(getReference(db, second.id)).toBeUndefined()
  })
})

test('a reference tells its message, and why there is no picture until there is one', () => {
  const { store, first } = openWithLogo()
  store.write((db) => markFailed(db, first.id, 'not-found'))
  const failed = { ...first, state: 'failed', failure: 'not-found', messageId: expect.any(Number) }
  expect(getReference(store.read, first.id)).toEqual(failed)
  store.write((db) => putPicture(db, { referenceId: first.id, ...logo }))
  expect(getReference(store.read, first.id)).toEqual({ ...failed, state: 'loaded', failure: null })
})

/** `count` mails, each with a picture of its own of 1,000 bytes; the first was looked at longest ago. */
function openWithPictures(count: number, senders: string[] = []) {
  const store = openTempStore()
  return store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const messageIds = insertHeaders(
      db,
      inbox,
      Array.from({ length: count }, (_, n) => headerRow(n + 1)),
    )
    const ids = messageIds.flatMap((messageId, n) => {
      const references = [reference(`https://shop.example/${n}.png`)]
      const from = { name: '', address: senders[n] ?? 'news@shop.example' }
      saveIngested(db, messageId, ingestedMessage({ parsed: { from }, analysis: { references } }))
      return listReferences(db, messageId).map(({ id }) => id)
    })
    for (const [n, referenceId] of ids.entries()) {
      putPicture(db, { referenceId, sha256: `picture ${n}`, mediaType: 'image/png', size: 1_000, readOn: n })
    }
    return { store, ids, messageIds }
  })
}

test('what was looked at longest ago goes first, and only as much as is needed', () => {
  const { store, ids, messageIds } = openWithPictures(5)
  store.write((db) => {
    markRead(db, 'picture 0', 9)
    expect(evictBeyond(db, 5_000)).toEqual([])
    expect(evictBeyond(db, 2_500)).toEqual([messageIds[1], messageIds[2], messageIds[3]])
    expect(evictBeyond(db, 2_500)).toEqual([])
  })
  const states = ids.map((id) => getReference(store.read, id)).map((one) => `${one?.state} ${one?.failure}`)
  expect(states).toEqual(['loaded null', ...Array(3).fill('blocked forgotten'), 'loaded null'])
  expect(store.read.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: 5 })
  expect(store.read.get(sql`SELECT count(*) AS n FROM bodies`)).toEqual({ n: 5 })
})

test('a limit below a single picture leaves the newest one', () => {
  const { store } = openWithPictures(3)
  store.write((db) => evictBeyond(db, 10))
  expect(store.read.all(sql`SELECT sha256 FROM vault`)).toEqual([{ sha256: 'picture 2' }])
})

test('eviction reads no picture', () => {
  const { store } = openWithPictures(3)
  const total = sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT sum(size) AS total FROM vault`
  expect(store.read.all(total).map(({ detail }) => detail)).toEqual([
    'SCAN vault USING COVERING INDEX vault_sizes',
  ])
  const oldest = sql<{ detail: string }>`
    EXPLAIN QUERY PLAN SELECT sha256, size FROM vault ORDER BY read_on, rowid LIMIT 2`
  expect(store.read.all(oldest).map(({ detail }) => detail)).toEqual([
    'SCAN vault USING INDEX vault_by_reading',
  ])
})

test('pictures are forgotten for a mail, for a sender or all of them; what another mail shows stays there', () => {
  const { store, ids, messageIds } = openWithPictures(4, [
    'a@shop.example',
    'A@Shop.example',
    'b@shop.example',
  ])
  const [first, second, third, fourth] = messageIds
  const [, , , referenceId] = ids
  if (first === undefined || referenceId === undefined) throw new Error('nothing was inserted')
  store.write((db) => {
    // The fourth mail shows the first one's picture.
    putPicture(db, {
      referenceId,
      sha256: 'picture 0',
      mediaType: 'image/png',
      size: 1_000,
      readOn: 9,
    })
    deleteUnused(db, 'picture 3')
    expect(forgetPictures(db, { kind: 'message', messageId: first })).toEqual([first])
    expect(getPicture(db, referenceId)?.size).toBe(1_000)
    expect(forgetPictures(db, { kind: 'sender', address: 'a@shop.EXAMPLE' })).toEqual([second])
    expect(forgetPictures(db, { kind: 'sender', address: 'a@shop.EXAMPLE' })).toEqual([])
    expect(forgetPictures(db, { kind: 'all' }).toSorted()).toEqual([third, fourth])
    expect(db.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  })
  for (const id of ids) {
    expect(getReference(store.read, id)).toMatchObject({ state: 'blocked', failure: 'forgotten' })
  }
})

test('damaged bytes fail in every mail that shows them, and nothing else does', () => {
  const { store, first, second } = openWithLogo()
  store.write((db) => {
    for (const { id } of [first, second]) putPicture(db, { referenceId: id, ...logo })
    expect(markDamaged(db, logo.sha256)).toHaveLength(2)
    deleteUnused(db, logo.sha256)
  })
  for (const { id } of [first, second]) {
    expect(getReference(store.read, id)).toMatchObject({ state: 'failed', failure: 'damaged' })
  }
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
})
