import { expect, test } from 'vitest'
import { release } from './release.ts'

test('what has memory of its own gives it back', () => {
  const bytes = new Uint8Array(100_000)
  release(bytes)
  expect(bytes.byteLength).toBe(0)
})

test('what shares its memory keeps it', () => {
  const whole = new Uint8Array(100_000)
  const shared = new Uint8Array(new SharedArrayBuffer(100))
  for (const bytes of [whole.subarray(1), Buffer.from('a short one'), shared]) {
    const { byteLength } = bytes
    release(bytes)
    expect(bytes.byteLength).toBe(byteLength)
  }
})
