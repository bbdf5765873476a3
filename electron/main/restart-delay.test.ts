import { expect, test } from 'vitest'
import { restartDelay } from './restart-delay.ts'

test('an engine that crashes at once is restarted ever more slowly, then not at all', () => {
  let crashes = { inARow: 0 }
  const delays: (number | null)[] = []
  for (let crash = 0; crash < 6; crash++) {
    const next = restartDelay(crashes, 10)
    crashes = next.crashes
    delays.push(next.delayMs)
  }
  expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, null])
})

test('a crash after a good while counts as the first', () => {
  expect(restartDelay({ inARow: 5 }, 3_600_000)).toEqual({ crashes: { inARow: 1 }, delayMs: 250 })
})
