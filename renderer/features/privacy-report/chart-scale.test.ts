import { expect, test } from 'vitest'
import { chartTop, labelledSteps } from './chart-scale.ts'

test.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [5, 10],
  [10, 10],
  [11, 20],
  [70, 100],
  [101, 200],
  [94_072, 100_000],
])('%d fits below the round number %d', (highest, top) => {
  expect(chartTop(highest)).toBe(top)
})

test.each([
  [1, [0]],
  [4, [0, 1, 2, 3]],
  [12, [1, 3, 5, 7, 9, 11]],
  [30, [4, 9, 14, 19, 24, 29]],
])('of %d steps the newest and others evenly apart are named', (count, named) => {
  expect([...labelledSteps(count, 7)].sort((one, other) => one - other)).toEqual(named)
})
