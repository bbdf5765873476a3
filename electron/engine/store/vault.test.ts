import { expect, test } from 'vitest'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { deleteOrphans, insertHeaders, removePlacements } from './placements.ts'
import { getReference, listReferences, setReferenceState } from './references.ts'
import { sql } from './sql.ts'
import { getPicture, putPicture } from './vault.ts'

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

const logo = { sha256: 'ab'.repeat(32), mediaType: 'image/png', bytes: Buffer.from('logo') }

test('a picture is kept with its reference, and its bytes once for all mails that show it', () => {
  const { store, first, second } = openWithLogo()
  expect(getPicture(store.read, first.id)).toBeUndefined()
  store.write((db) => {
    for (const { id } of [first, second]) putPicture(db, { referenceId: id, ...logo })
  })
  for (const { id } of [first, second]) {
    expect(getPicture(store.read, id)).toEqual({ mediaType: 'image/png', bytes: logo.bytes })
    expect(getReference(store.read, id)?.state).toBe('loaded')
  }
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 1 })
})

test('a picture goes with the last mail that shows it', () => {
  const { store, accountId, inbox, first, second } = openWithLogo()
  store.write((db) => {
    for (const { id } of [first, second]) putPicture(db, { referenceId: id, ...logo })
    removePlacements(db, inbox, [1])
    deleteOrphans(db, accountId)
    expect(getPicture(db, first.id)).toBeUndefined()
    expect(getPicture(db, second.id)?.bytes).toEqual(logo.bytes)
    removePlacements(db, inbox, [2])
    deleteOrphans(db, accountId)
    expect(db.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  })
})

test('the id of a reference that is gone never leads to another picture', () => {
  const { store, accountId, inbox, second } = openWithLogo()
  store.write((db) => {
    removePlacements(db, inbox, [2])
    deleteOrphans(db, accountId)
    const [id] = insertHeaders(db, inbox, [headerRow(3)])
    if (id === undefined) throw new Error('nothing was inserted')
    const references = [reference('https://open.example/tracker.gif', { verdict: 'tracker' })]
    saveIngested(db, id, ingestedMessage({ analysis: { references } }))
    expect(getReference(db, second.id)).toBeUndefined()
  })
})

test('a reference tells its message and keeps the state it was given', () => {
  const { store, first } = openWithLogo()
  store.write((db) => setReferenceState(db, first.id, 'failed'))
  const { state: _, ...rest } = first
  expect(getReference(store.read, first.id)).toEqual({
    ...rest,
    state: 'failed',
    messageId: expect.any(Number),
  })
})
