import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FolderId } from '../../../shared/models/folder.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { deleteFolder, listFolderStates, listFolders, saveFolder, saveFolderState } from './folders.ts'
import { getMessage } from './messages.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { clearPlacements, insertHeaders, removePlacements, saveFlags } from './placements.ts'
import { sql } from './sql.ts'

test('the inbox is first, then the folders with a role, then the others by path', () => {
  const store = openTempStore()
  const accountId = store.write((db) => {
    const accountId = addAccount(db)
    addFolder(db, accountId, 'Work/Zebra')
    addFolder(db, accountId, 'Junk', 'junk')
    addFolder(db, accountId, 'Sent', 'sent')
    addFolder(db, accountId, 'Work')
    addFolder(db, accountId, 'INBOX', 'inbox')
    return accountId
  })
  const paths = listFolders(store.read, accountId).map(({ path }) => path)
  expect(paths).toEqual(['INBOX', 'Sent', 'Junk', 'Work', 'Work/Zebra'])
})

test('a folder that is listed again keeps id, state and mails, and takes its new role', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const id = addFolder(db, accountId, 'Trash')
    insertHeaders(db, id, [headerRow(1)])
    const state = { uidValidity: 7, uidNext: 12, highestModseq: '18446744073709551615', mailboxId: 'F1' }
    saveFolderState(db, id, state)
    const listed = { path: 'Trash', delimiter: '.', name: 'Trash', role: 'trash' as const }
    expect(saveFolder(db, accountId, listed)).toBe(id)
    expect(listFolderStates(db, accountId)).toEqual([{ id, accountId, ...listed, ...state }])
    expect(listFolders(db, accountId)).toMatchObject([{ total: 1 }])
  })
})

test('what lay in a deleted folder goes with the orphans, but for what is in another folder', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const work = addFolder(db, accountId, 'Work')
    const all = addFolder(db, accountId, 'All', 'all')
    const ids = insertHeaders(
      db,
      work,
      Array.from({ length: 1_200 }, (_, index) => headerRow(index + 1)),
    )
    insertHeaders(db, all, [headerRow(3)])
    deleteFolder(db, work)
    expect(db.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: 1_200 })
    deleteOrphans(db, listOrphans(db, accountId))
    expect(ids.filter((id) => getMessage(db, id) !== undefined)).toEqual([ids[2]])
    expect(db.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: 1 })
    expect(listFolders(db, accountId)).toMatchObject([{ path: 'All', total: 1, unread: 1 }])
  })
})

test('counts are exact after any series of changes', () => {
  const uid = fc.integer({ min: 1, max: 6 })
  const flags = fc.subarray(['\\Seen', '\\Flagged', 'work'])
  const change = fc.oneof(
    fc.record({ act: fc.constant('insert' as const), uid, mail: uid, flags }),
    fc.record({ act: fc.constant('flag' as const), uid, flags }),
    fc.record({ act: fc.constant('remove' as const), uid }),
    fc.record({ act: fc.constant('clear' as const) }),
    fc.record({ act: fc.constant('orphans' as const) }),
  )
  const steps = fc.array(fc.record({ folder: fc.nat(1), change }), { minLength: 40, maxLength: 80 })
  const store = openTempStore()
  let run = 0
  fc.assert(
    fc.property(steps, (list) => {
      run += 1
      const address = `user${run}@example.org`
      const accountId = store.write((db) => addAccount(db, address))
      const folders = store.write((db): FolderId[] =>
        ['A', 'B'].map((path) => addFolder(db, accountId, path)),
      )
      for (const { folder, change } of list) {
        const id = folders[folder]
        if (id === undefined) continue
        store.write((db) => {
          if (change.act === 'insert') {
            const mail = { ...headerRow(change.mail), uid: change.uid, flags: change.flags }
            insertHeaders(db, id, [mail])
          } else if (change.act === 'flag') saveFlags(db, id, [change])
          else if (change.act === 'remove') removePlacements(db, id, [change.uid])
          else if (change.act === 'clear') clearPlacements(db, id)
          else deleteOrphans(db, listOrphans(db, accountId))
        })
      }
      const counted = folders.map((id) => ({
        id,
        ...store.read.get(sql<{ total: number; unread: number }>`
          SELECT count(*) AS total, count(*) FILTER (WHERE instr(flags, '\\seen') = 0) AS unread
          FROM placements WHERE folder_id = ${id}`),
      }))
      const kept = listFolders(store.read, accountId).map(({ id, total, unread }) => ({ id, total, unread }))
      expect(kept).toEqual(counted)
    }),
    { numRuns: 60 },
  )
})

test('counting does not look at a single mail', () => {
  const store = openTempStore()
  const accountId = store.write(addAccount)
  const plans = queryPlans(store.read, (db) => listFolders(db, accountId))
  expect(plans).toEqual([[expect.stringMatching(/^SEARCH folders USING INDEX .*\(account_id=\?\)$/)]])
})
