import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whenIdle } from './when-idle.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('nothing is done until ten quiet seconds have passed, then as long as there is something to do', () => {
  let left = 3
  const idle = whenIdle(() => {
    left -= 1
    return left > 0
  })
  vi.advanceTimersByTime(60_000)
  expect(left).toBe(3)
  idle.busy()
  vi.advanceTimersByTime(9_000)
  idle.busy()
  vi.advanceTimersByTime(9_000)
  expect(left).toBe(3)
  vi.advanceTimersByTime(2_000)
  expect(left).toBe(0)
  idle.busy()
  idle.stop()
  vi.advanceTimersByTime(60_000)
  expect(left).toBe(0)
})
