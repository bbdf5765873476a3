import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reconnectDelay } from './reconnect-delay.ts'

test('waits twice as long each time, to an end, and scattered', () => {
  expect([0, 1, 2, 3, 50].map((attempt) => reconnectDelay(attempt, 1))).toEqual([
    ...[2_000, 4_000, 8_000, 16_000, 600_000],
  ])
  expect(reconnectDelay(3, 0)).toBe(8_000)
})

test('is never at once and never longer than ten minutes', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delay = reconnectDelay(attempt, random)
      expect(delay).toBeGreaterThanOrEqual(1_000)
      expect(delay).toBeLessThanOrEqual(600_000)
    }),
  )
})
