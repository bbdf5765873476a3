import { expect, test, vi } from 'vitest'
import { createThrottle } from './throttle.ts'

test('the first news comes at once, the last one always, and those between them not', async () => {
  const throttle = createThrottle<string>(30)
  const seen: number[] = []
  for (let n = 1; n <= 100; n += 1) throttle.run('a', () => seen.push(n))
  expect(seen).toEqual([1])
  await vi.waitFor(() => expect(seen).toEqual([1, 100]))
})

test('one key never holds up another', () => {
  const throttle = createThrottle<string>(60_000)
  const seen: string[] = []
  for (const key of ['a', 'b', 'a', 'b']) throttle.run(key, () => seen.push(key))
  expect(seen).toEqual(['a', 'b'])
  throttle.flush()
  expect(seen).toEqual(['a', 'b', 'a', 'b'])
})
