import { expect, onTestFinished, test, vi } from 'vitest'
import { MailError, type MailErrorCode } from '../../../shared/errors.ts'
import { keepCurrent } from './keep-current.ts'

const turns = async () => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve()
}

/** Each sync ends as the list says; listening goes on until it is told to fail. */
function start(outcomes: (MailErrorCode | 'fine')[]) {
  const ending = new AbortController()
  const did: string[] = []
  let fail = (_: unknown) => {}
  const keeping = keepCurrent({
    async sync() {
      did.push('sync')
      const outcome = outcomes.shift() ?? 'fine'
      if (outcome !== 'fine') throw new MailError(outcome)
    },
    listen() {
      did.push('listen')
      return new Promise((_, reject) => {
        fail = reject
      })
    },
    signal: ending.signal,
  })
  return { did, ending, keeping, loseConnection: () => fail(new MailError('connection-lost')) }
}

test('syncs, then listens; after a lost connection it waits, or hurries when it is told to', async () => {
  const { did, keeping, loseConnection } = start([])
  await turns()
  expect(did).toEqual(['sync', 'listen'])
  loseConnection()
  await turns()
  expect(did).toEqual(['sync', 'listen'])
  keeping.hurry()
  await turns()
  expect(did).toEqual(['sync', 'listen', 'sync', 'listen'])
})

test('told to hurry before the loss is noticed, it does not wait either', async () => {
  const { did, keeping, loseConnection } = start([])
  await turns()
  keeping.hurry()
  loseConnection()
  await turns()
  expect(did).toEqual(['sync', 'listen', 'sync', 'listen'])
})

test('a sync that somebody else brought to a good end ends the waiting, and is no reason for haste later', async () => {
  const { did, keeping, loseConnection } = start(['wrong-password'])
  await turns()
  expect(did).toEqual(['sync'])
  keeping.mended()
  await turns()
  expect(did).toEqual(['sync', 'sync', 'listen'])
  keeping.mended()
  loseConnection()
  await turns()
  expect(did).toEqual(['sync', 'sync', 'listen'])
})

test('ends when it is to end, waiting or not', async () => {
  const { keeping, ending } = start(['timed-out'])
  await turns()
  ending.abort()
  await keeping.ended
})

test.each(['disk-full', 'certificate-changed'] as const)(
  'after %s it tries again by itself',
  async (code) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { did } = start([code])
    await turns()
    expect(did).toEqual(['sync'])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(did).toEqual(['sync', 'sync', 'listen'])
  },
)

test('after a login that was refused it does not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { did, keeping } = start(['wrong-password'])
  await turns()
  await vi.advanceTimersByTimeAsync(86_400_000)
  expect(did).toEqual(['sync'])
  keeping.hurry()
  await turns()
  expect(did).toEqual(['sync', 'sync', 'listen'])
})
