import { expect, it } from 'vitest'
import { separate } from './separate.ts'

it('puts mails together that names connect, over any number of steps, the largest group first', () => {
  const mentions = [
    { mail: 'a', name: 1 },
    { mail: 'b', name: 2 },
    { mail: 'c', name: 2 },
    { mail: 'c', name: 3 },
    { mail: 'd', name: 3 },
    { mail: 'd', name: 2 },
  ]
  expect(separate(mentions)).toEqual([['b', 'c', 'd'], ['a']])
})

it('follows a chain of a hundred thousand', () => {
  const mentions = Array.from({ length: 100_000 }, (_, mail) => [
    { mail, name: mail },
    { mail, name: mail + 1 },
  ]).flat()
  expect(separate(mentions.reverse())).toHaveLength(1)
})
