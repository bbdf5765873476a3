import { expect, test } from 'vitest'
import { messageIdSchema } from '../shared/models/message.ts'
import { mailsOf, standsFor } from './shown-mails.ts'
import { sampleRow } from './testing/samples.ts'

const id = (n: number) => messageIdSchema.parse(n)
const conversation = sampleRow({ id: 9, thread: { id: 1, count: 5, muted: false, messageIds: [9, 7, 3] } })

test('what is done to a conversation is done to all its mails here, but the star is for the newest', () => {
  expect(mailsOf(conversation, { kind: 'archive' })).toEqual([9, 7, 3])
  expect(mailsOf(conversation, { kind: 'flag', flag: 'seen', on: true })).toEqual([9, 7, 3])
  expect(mailsOf(conversation, { kind: 'flag', flag: 'flagged', on: true })).toEqual([9])
  expect(mailsOf(conversation, { kind: 'flag', flag: 'flagged', on: false })).toEqual([9, 7, 3])
  expect(mailsOf(sampleRow({ id: 4 }), { kind: 'trash' })).toEqual([4])
})

test('a row stands for each of its mails, so that it stays selected when a newer one comes', () => {
  expect(standsFor(conversation, id(3))).toBe(true)
  expect(standsFor(conversation, id(4))).toBe(false)
  expect(standsFor(conversation, null)).toBe(false)
})
