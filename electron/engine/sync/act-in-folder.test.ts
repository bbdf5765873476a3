import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({
    users: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`user${n}`, 'secret'])),
  })
})
afterAll(() => dovecot.remove())

function open(mails: number) {
  lastUser += 1
  const user = `user${lastUser}`
  const subjects = Array.from({ length: mails }, (_, n) => `Subject: Mail ${n + 1}\r\n\r\nText`)
  dovecot.deliver(user, subjects)
  return openTestSession({ host: '127.0.0.1', port: dovecot.port, security: 'none', user })
}

test('acts of one account take turns while its folders are synced, and each has its effect', async () => {
  const { session, rows } = open(3)
  await session.sync()
  let inside = 0
  let most = 0
  const flag = (uid: string, name: string) =>
    session.inFolder('INBOX', async (client, { uidValidity, permanentFlags }) => {
      inside += 1
      most = Math.max(most, inside)
      expect(uidValidity).toBeGreaterThan(0)
      expect(permanentFlags).toBeNull()
      const done = await client.messageFlagsAdd(uid, [name], { uid: true })
      inside -= 1
      return done
    })
  const [first, second] = await Promise.all([
    flag('1', '\\Seen'),
    flag('2', '\\Flagged'),
    session.sync(),
    session.inFolder('Archive', (client) => client.noop()),
  ])
  expect([first, second, most]).toEqual([true, true, 1])
  await session.sync()
  const states = rows().map(({ subject, unread, flagged }) => [subject, unread, flagged])
  expect(states.sort()).toEqual([
    ['Mail 1', false, false],
    ['Mail 2', true, true],
    ['Mail 3', true, false],
  ])
})

test('the headers of a folder wait for an act in it, those of others do not', async () => {
  const { session, rows, folders } = open(2)
  dovecot.deliver(`user${lastUser}`, ['Subject: Other\r\n\r\n'], 'Archive')
  const gate = Promise.withResolvers<void>()
  const act = session.inFolder('Archive', () => gate.promise)
  const sync = session.sync()
  const inboxCame = () => folders().some(({ path, total }) => path === 'INBOX' && total === 2)
  while (!inboxCame()) await nextTurn()
  expect(rows('Archive')).toEqual([])
  gate.resolve()
  await Promise.all([act, sync])
  expect(rows('Archive')).toHaveLength(1)
})

test('an act is done though the kept connection died in the meantime', async () => {
  const { session } = open(1)
  await session.inFolder('INBOX', (client) => client.noop())
  await dovecot.stop()
  await dovecot.start()
  const seen = session.inFolder('INBOX', (client) => client.messageFlagsAdd('1', ['\\Seen'], { uid: true }))
  await expect(seen).resolves.toBe(true)
})

test('an act that loses its connection is not done again by itself', async () => {
  const { session } = open(1)
  let attempts = 0
  const act = session.inFolder('INBOX', async (client) => {
    attempts += 1
    client.close()
    await client.messageFlagsAdd('1', ['\\Seen'], { uid: true })
  })
  await expect(act).rejects.toMatchObject({ code: 'connection-lost' })
  expect(attempts).toBe(1)
  await session.inFolder('INBOX', (client) => client.noop())
})

test('a folder that is gone says so; a session that was stopped says that', async () => {
  const { session } = open(1)
  await expect(session.inFolder('Nowhere', async () => {})).rejects.toMatchObject({
    code: 'not-found',
    retry: 'never',
  })
  const begun = Promise.withResolvers<void>()
  const act = session.inFolder('INBOX', async (client) => {
    begun.resolve()
    await client.idle()
    await client.noop()
    await client.messageFlagsAdd('1', ['\\Seen'], { uid: true })
  })
  const next = session.inFolder('INBOX', async () => {})
  const outcomes = Promise.allSettled([act, next])
  await begun.promise
  await session.stop()
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  }
})
