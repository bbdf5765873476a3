import { expect, test } from 'vitest'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { sampleRow } from '../../testing/samples.ts'
import { openedAtFirst } from './opened-at-first.ts'

const id = (n: number) => messageIdSchema.parse(n)
const rows = (count: number, unread: number[] = []) =>
  Array.from({ length: count }, (_, at) => sampleRow({ id: at + 1, unread: unread.includes(at + 1) }))

test('the newest is open, the one that was asked for, and what is unread', () => {
  expect([...openedAtFirst(rows(6), id(6))]).toEqual([6])
  expect([...openedAtFirst(rows(6), id(2))].sort()).toEqual([2, 6])
  expect([...openedAtFirst(rows(6, [1, 4]), id(6))].sort()).toEqual([1, 4, 6])
})

test('of many unread mails only the latest are opened, and the one that was asked for', () => {
  const unread = Array.from({ length: 40 }, (_, at) => at + 1)
  expect([...openedAtFirst(rows(40, unread), id(3))].sort((a, b) => a - b)).toEqual([3, 37, 38, 39, 40])
})
