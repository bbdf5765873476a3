import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSharedMemory } from './shared-memory.ts'

test('what is lent stays as it was until it is given back, in whatever rhythm', () => {
  const lending = fc.record({ bytes: fc.integer({ min: 0, max: 400_000 }), backBefore: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(lending, { maxLength: 12 }), (lendings) => {
      const memory = createSharedMemory()
      const out: { copy: Uint8Array; length: number; mark: number }[] = []
      for (const [mark, { bytes, backBefore }] of lendings.entries()) {
        for (let n = 0; n < backBefore && out.length > 0; n += 1) {
          out.shift()
          memory.giveBack()
        }
        out.push({ copy: memory.lend(new Uint8Array(bytes).fill(mark)), length: bytes, mark })
        for (const one of out) {
          expect(one.copy.byteLength).toBe(one.length)
          expect(one.copy.at(0) ?? one.mark).toBe(one.mark)
          expect(one.copy.at(-1) ?? one.mark).toBe(one.mark)
        }
      }
    }),
    { numRuns: 50 },
  )
})
