import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandSequenceSet, intoSets, toSequenceSet } from './sequence-set.ts'

test('a sequence set names each UID once and no other', () => {
  expect(toSequenceSet([3, 1, 2, 7, 7, 9])).toBe('1:3,7,9')
  expect(toSequenceSet([])).toBe('')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 })), (uids) => {
      const named = toSequenceSet(uids)
        .split(',')
        .filter((range) => range !== '')
        .flatMap((range) => {
          const [from = 0, to = from] = range.split(':').map(Number)
          return Array.from({ length: to - from + 1 }, (_, n) => from + n)
        })
      expect(named).toEqual([...new Set(uids)].sort((a, b) => a - b))
    }),
  )
})

test('a set of ranges becomes its numbers, but no more than can be', () => {
  expect(expandSequenceSet('1:3,7,9:8', 100)).toEqual([1, 2, 3, 7, 9, 8].sort((a, b) => a - b))
  for (const lie of ['1:4294967295', '1:60,1:60', '0', '5:*', 'x', '', '1:', '-1'])
    expect([lie, expandSequenceSet(lie, 100)]).toEqual([lie, null])
})

test('a set is what it was made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1 }), (uids) => {
      const sorted = [...uids].sort((a, b) => a - b)
      expect(expandSequenceSet(toSequenceSet(uids), uids.length)).toEqual(sorted)
    }),
  )
})

test('as many UIDs as there may be go in lines that every server takes', () => {
  const scattered = Array.from({ length: 1_000 }, (_, n) => 4_000_000_000 + 2 * n)
  expect(toSequenceSet(scattered).length).toBeGreaterThan(8_000)
  const sets = intoSets(scattered)
  expect(sets.flat()).toEqual(scattered)
  for (const set of sets) expect(toSequenceSet(set).length).toBeLessThan(7_500)
  expect(intoSets([3, 2, 1, 3])).toEqual([[1, 2, 3]])
  expect(intoSets([])).toEqual([])
})
