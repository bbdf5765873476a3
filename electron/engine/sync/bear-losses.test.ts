import { expect, test } from 'vitest'
import { bearLosses } from './bear-losses.ts'

test('a connection that is lost now and then is made again at once', () => {
  const losses = bearLosses((attempt) => attempt + 1)
  for (let arrived = 50; arrived < 2_000; arrived += 50) expect(losses.lost(arrived)).toBe(0)
})

test('one that goes on for a while was worth it, even if it brought but one large mail', () => {
  let now = 0
  const losses = bearLosses(
    () => 64_000,
    () => now,
  )
  for (let arrived = 1; arrived < 20; arrived += 1) {
    now += 60_000
    expect(losses.lost(arrived)).toBe(0)
  }
})

test('one that brings little is made again after longer each time, and then no more', () => {
  let now = 0
  const losses = bearLosses(
    (attempt) => 1_000 * 2 ** attempt,
    () => now,
  )
  const waits = Array.from({ length: 9 }, (_, arrived) => {
    const wait = losses.lost(arrived)
    // The waiting itself is no sign of a good connection.
    now += wait ?? 0
    return wait
  })
  expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, null])
})
