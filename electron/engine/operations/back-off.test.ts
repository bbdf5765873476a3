import { expect, test } from 'vitest'
import { backOff } from './back-off.ts'

test('each wait is about twice the one before, up to a quarter of an hour', () => {
  expect([0, 1, 2].map((attempt) => backOff(attempt, 1))).toEqual([5_000, 10_000, 20_000])
  expect(backOff(1_000, 1)).toBe(15 * 60_000)
})

test('chance moves a wait within its upper half', () => {
  expect([backOff(3, 0), backOff(3, 0.5), backOff(3, 1)]).toEqual([20_000, 30_000, 40_000])
})
