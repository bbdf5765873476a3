import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isUnchanged,
  type LocalFolder,
  planQuestions,
  planSync,
  type ServerFolder,
  tellsOfOthers,
  toBatches,
  uidsAfter,
} from './plan-sync.ts'

const server: ServerFolder = { uidValidity: 1, uidNext: 4, exists: 3, highestModseq: '10', mailboxId: null }
const placements = [1, 2, 3].map((uid) => ({ uid, flags: '' }))
const local: LocalFolder = { uidValidity: 1, uidNext: 4, highestModseq: '10', mailboxId: null, placements }

test('a folder in which nothing happened costs no question', () => {
  expect(planQuestions(local, server)).toEqual({ restart: false, uids: false, flags: 'none' })
})

test('an empty folder costs no question, whatever was known of it', () => {
  const empty = { ...server, exists: 0 }
  expect(planQuestions(local, empty)).toEqual({ restart: false, uids: false, flags: 'none' })
})

test('a changed mod-sequence asks for the changed flags only', () => {
  expect(planQuestions(local, { ...server, highestModseq: '11' })).toEqual({
    restart: false,
    uids: false,
    flags: 'changed',
  })
})

test('without mod-sequences every flag is compared', () => {
  expect(planQuestions(local, { ...server, highestModseq: null }).flags).toBe('all')
  expect(planQuestions({ ...local, highestModseq: null }, server).flags).toBe('all')
})

test('mod-sequences that go back tell nothing: every flag is compared', () => {
  expect(planQuestions(local, { ...server, highestModseq: '9' }).flags).toBe('all')
})

test('a deletion is noticed by the count, new mail by UIDNEXT', () => {
  expect(planQuestions(local, { ...server, exists: 2 }).uids).toBe(true)
  expect(planQuestions(local, { ...server, uidNext: 5, exists: 4 }).uids).toBe(true)
  // One came, one went: the count alone would not tell.
  expect(planQuestions(local, { ...server, uidNext: 5 }).uids).toBe(true)
})

test('a sync that was interrupted asks again for everything it may lack', () => {
  expect(planQuestions({ ...local, uidNext: null, highestModseq: null }, server)).toEqual({
    restart: false,
    uids: true,
    flags: 'all',
  })
})

test('a new UIDVALIDITY makes every known UID worthless', () => {
  expect(planQuestions(local, { ...server, uidValidity: 2 })).toEqual({
    restart: true,
    uids: true,
    flags: 'none',
  })
})

test('the plan fetches what is new, newest first, and removes what is gone', () => {
  expect(planSync(placements, [2, 3, 9, 7], [])).toEqual({ remove: [1], flags: [], fetch: [9, 7] })
})

test('repeated and unordered UIDs of a hostile server are fetched once', () => {
  expect(planSync([], [5, 5, 1, 5], []).fetch).toEqual([5, 1])
})

test('only flags that differ are a change', () => {
  const known = [{ uid: 1, flags: '\\flagged \\seen' }]
  expect(planSync(known, null, [{ uid: 1, flags: ['\\flagged', '\\seen'] }]).flags).toEqual([])
  expect(planSync(known, null, [{ uid: 1, flags: [] }]).flags).toEqual([
    { uid: 1, flags: [], before: '\\flagged \\seen' },
  ])
})

test('flags of messages that are unknown or gone are no change', () => {
  const flags = [
    { uid: 1, flags: ['\\seen'] },
    { uid: 8, flags: ['\\seen'] },
  ]
  expect(planSync(placements, [2, 3, 8], flags).flags).toEqual([])
})

test('the last word on a message counts', () => {
  const flags = [
    { uid: 1, flags: ['\\seen'] },
    { uid: 1, flags: [] },
  ]
  expect(planSync(placements, null, flags).flags).toEqual([])
})

test('after any plan the folder holds exactly what the server has', () => {
  const uids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }))
  fc.assert(
    fc.property(uids, uids, (ours, theirs) => {
      const plan = planSync(
        ours.map((uid) => ({ uid, flags: '' })),
        theirs,
        [],
      )
      const after = ours.filter((uid) => !plan.remove.includes(uid)).concat(plan.fetch)
      expect(after.sort()).toEqual([...theirs].sort())
    }),
  )
})

test('the first batch is a screen of rows, later ones are larger', () => {
  expect(toBatches([9, 8, 7, 6, 5], 2, 3)).toEqual([
    [9, 8],
    [7, 6, 5],
  ])
  expect(toBatches([], 2, 3)).toEqual([])
})

test('a folder need not be opened when every number of it is as it was', () => {
  const known = { ...local, known: 3 }
  expect(isUnchanged(known, server)).toBe(true)
  for (const change of [{ uidValidity: 2 }, { uidNext: 5 }, { exists: 2 }, { highestModseq: '11' }]) {
    expect(isUnchanged(known, { ...server, ...change })).toBe(false)
  }
  const blind = { ...known, highestModseq: null }
  expect(isUnchanged(blind, { ...server, highestModseq: null })).toBe(false)
  expect(isUnchanged({ ...known, uidNext: null }, { ...server, uidNext: null })).toBe(false)
})

test('what vanished and what changed make the UIDs, if they add up', () => {
  const flags = [
    { uid: 2, flags: [] },
    { uid: 9, flags: [] },
  ]
  expect(uidsAfter(placements, [1, 77], flags, 3)).toEqual([2, 3, 9])
  expect(uidsAfter(placements, [1, 77], flags, 4)).toBeNull()
  expect(uidsAfter(placements, [9], flags, 3)).toEqual([1, 2, 3])
})

test('another folder at the same place is known by its id, where the server gives any', () => {
  const restarts = (ours: string | null, theirs: string | null) =>
    planQuestions({ ...local, mailboxId: ours }, { ...server, mailboxId: theirs }).restart
  expect(restarts('a', 'b')).toBe(true)
  expect([restarts('a', 'a'), restarts(null, 'b'), restarts('a', null)]).toEqual([false, false, false])
})

test('flags tell of mails that came or went, whatever the server says of UIDNEXT', () => {
  const of = (...uids: number[]) => uids.map((uid) => ({ uid, flags: [] }))
  expect(tellsOfOthers(placements, of(1, 2, 3), 'all')).toBe(false)
  expect(tellsOfOthers(placements, of(1, 2, 9), 'all')).toBe(true)
  expect(tellsOfOthers(placements, of(1, 2), 'all')).toBe(true)
  expect(tellsOfOthers(placements, of(2), 'changed')).toBe(false)
  expect(tellsOfOthers(placements, of(9), 'changed')).toBe(true)
  expect(tellsOfOthers(placements, [], 'none')).toBe(false)
})
