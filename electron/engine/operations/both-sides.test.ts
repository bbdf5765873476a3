import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Act } from '../../../shared/models/operation.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 90_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: testUsers })
})
afterAll(() => dovecot.remove())

const FOLDERS = ['INBOX', 'Archive', 'Junk', 'Trash'] as const
const MAILS = 4
const folder = fc.constantFrom(...FOLDERS)
const flag = fc.constantFrom('seen' as const, 'flagged' as const)
const mail = fc.integer({ min: 1, max: MAILS })
const step = fc.oneof(
  fc.record({ who: fc.constant('user-flags' as const), mail, flag, on: fc.boolean() }),
  fc.record({ who: fc.constant('user-moves' as const), mail, to: folder }),
  fc.record({ who: fc.constant('user-deletes' as const), mail }),
  fc.record({ who: fc.constant('user-undoes' as const) }),
  fc.record({ who: fc.constant('other-flags' as const), mail, flag, on: fc.boolean() }),
  fc.record({ who: fc.constant('other-moves' as const), mail, to: folder }),
  fc.record({ who: fc.constant('other-expunges' as const), mail }),
  fc.record({ who: fc.constantFrom('sync' as const, 'offline' as const, 'online' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

async function play(steps: readonly Step[]): Promise<void> {
  const { act, folder, rows, shown, onServer, other, session, told, ...mailbox } = await openTestOperations(
    dovecot,
    MAILS,
  )
  const deleted = new Set<number>()
  let lastUndo: Awaited<ReturnType<typeof act>>['undo'] = null
  const placeOf = (n: number) =>
    FOLDERS.find((path) => rows(path).some(({ subject }) => subject === `Mail ${n}`))

  async function asUser(n: number, wish: Act): Promise<void> {
    const path = placeOf(n)
    if (path === undefined) return
    lastUndo = (await act([n], wish, path)).undo
    if (wish.kind === 'delete') deleted.add(n)
  }

  async function elsewhere(n: number, path: string, use: (uid: string) => Promise<unknown>): Promise<void> {
    await other.mailboxOpen(path)
    const uids = await other.search({ header: { 'message-id': `<${n}@example.org>` } }, { uid: true })
    if (uids && uids[0] !== undefined) await use(`${uids[0]}`)
  }

  for (const one of steps) {
    if (one.who === 'user-flags') await asUser(one.mail, { kind: 'flag', flag: one.flag, on: one.on })
    else if (one.who === 'user-moves') await asUser(one.mail, { kind: 'move', to: folder(one.to).id })
    else if (one.who === 'user-deletes') await asUser(one.mail, { kind: 'delete' })
    else if (one.who === 'user-undoes') {
      if (lastUndo !== null) mailbox.operations.undo(lastUndo)
      lastUndo = null
    } else if (one.who === 'sync') await session.sync()
    else if (one.who === 'offline') mailbox.goOffline()
    else if (one.who === 'online') mailbox.goOnline()
    else if (one.who === 'other-flags') {
      const names = [one.flag === 'seen' ? '\\Seen' : '\\Flagged']
      for (const path of FOLDERS) {
        await elsewhere(one.mail, path, (uid) =>
          one.on
            ? other.messageFlagsAdd(uid, names, { uid: true })
            : other.messageFlagsRemove(uid, names, { uid: true }),
        )
      }
    } else if (one.who === 'other-moves') {
      const sources = FOLDERS.filter((path) => path !== one.to)
      for (const path of sources) {
        await elsewhere(one.mail, path, (uid) => other.messageMove(uid, one.to, { uid: true }))
      }
    } else if (one.who === 'other-expunges') {
      deleted.add(one.mail)
      for (const path of FOLDERS) {
        await elsewhere(one.mail, path, (uid) => other.messageDelete(uid, { uid: true }))
      }
    }
  }
  mailbox.goOnline()
  await told()
  await session.sync()
  await told()
  await session.sync()
  const all: string[] = []
  for (const path of FOLDERS) {
    // Moved elsewhere between the two commands of a deletion, a mail keeps that mark; the list does not show it.
    const there = (await onServer(path)).map((line) => line.replace(' \\Deleted', '')).sort()
    expect([path, shown(path)]).toEqual([path, there])
    all.push(...there.map((line) => line.replace(/ \\.*$/, '')))
  }
  expect(mailbox.operations.list().first).toEqual([])
  expect(all).toEqual([...new Set(all)])
  for (let n = 1; n <= MAILS; n += 1) if (!deleted.has(n)) expect(all).toContain(`Mail ${n}`)
}

test('whatever user and another program do, both sides have the same after quiet, each mail once', async () => {
  const steps = fc.array(step, { minLength: 3, maxLength: 14 })
  await fc.assert(fc.asyncProperty(steps, play), { numRuns: 15, endOnFailure: true })
})
