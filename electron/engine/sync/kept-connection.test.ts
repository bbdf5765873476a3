import { EventEmitter } from 'node:events'
import type { ImapFlow } from 'imapflow'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { createConnectionPlaces } from './connection-places.ts'
import { createKeptConnection } from './kept-connection.ts'

/** Of a connection, what keeping it needs. */
class Connection extends EventEmitter {
  isClosed = false
  usable = true
  noops = 0
  async noop() {
    this.noops += 1
    throw new Error('a refusal is no reason to end anything')
  }
  close() {
    this.isClosed = true
    this.usable = false
    this.emit('close')
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function keep() {
  const made: Connection[] = []
  const places = createConnectionPlaces()
  const connect = async () => {
    const connection = new Connection()
    made.push(connection)
    return connection as unknown as ImapFlow
  }
  return { kept: createKeptConnection({ purpose: 'act', places, connect }), made, places, connect }
}

test('while somebody uses a connection, it is kept alive whatever the use waits for', async () => {
  const { kept, made } = keep()
  const use = Promise.withResolvers<void>()
  const run = kept.run(() => use.promise)
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  expect(made[0]).toMatchObject({ isClosed: false, noops: 80 })
  use.resolve()
  await run
})

test('after three minutes of rest a connection is closed, and made anew when it is needed', async () => {
  const { kept, made } = keep()
  await kept.run(async () => {})
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(made[0]).toMatchObject({ isClosed: false, noops: 4 })
  // A use in between begins the rest anew.
  await kept.run(async () => {})
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(made[0]?.isClosed).toBe(false)
  await vi.advanceTimersByTimeAsync(45_000)
  expect(made[0]?.isClosed).toBe(true)
  await kept.run(async () => {})
  expect(made).toHaveLength(2)
  // What is closed is left in peace.
  const { noops } = made[0] ?? {}
  await vi.advanceTimersByTimeAsync(90_000)
  expect(made[0]?.noops).toBe(noops)
})

test('who waits to listen gets the place of what rests, after a moment: an act seldom comes alone', async () => {
  const { kept, made, places, connect } = keep()
  for (const purpose of ['open', 'sync', 'listen'] as const) await places.connect(purpose, connect)
  const use = Promise.withResolvers<void>()
  const run = kept.run(() => use.promise)
  await vi.advanceTimersByTimeAsync(0)
  let listens = false
  const listener = places.connect('listen', connect).then(() => {
    listens = true
  })
  await vi.advanceTimersByTimeAsync(10_000)
  use.resolve()
  await run
  await vi.advanceTimersByTimeAsync(2_900)
  expect([listens, made[3]?.isClosed]).toEqual([false, false])
  await vi.advanceTimersByTimeAsync(200)
  await listener
  expect(made[3]?.isClosed).toBe(true)
})

test('a use on a connection that had died unseen is repeated once, if it had no effect', async () => {
  const { kept, made } = keep()
  const lost = () => Promise.reject(new MailError('connection-lost'))
  await kept.run(async () => {})
  let uses = 0
  await kept.run(async (client) => {
    uses += 1
    if ((client as unknown) === made[0]) await lost()
  })
  expect([uses, made.length]).toEqual([2, 2])
  await expect(kept.run(lost, () => false)).rejects.toMatchObject({ code: 'connection-lost' })
  expect(made).toHaveLength(2)
})
