import type { FetchMessageObject, MessageStructureObject } from 'imapflow'
import { expect, test } from 'vitest'
import { readHeader } from './read-header.ts'

const row = (over: Partial<FetchMessageObject>): FetchMessageObject => ({ seq: 1, uid: 9, ...over })
const part = (type: string, over: Partial<MessageStructureObject> = {}) => ({ type, ...over })

test('what a server leaves out is empty, and the mail is listed all the same', () => {
  expect(readHeader(row({}))).toEqual({
    uid: 9,
    emailId: null,
    flags: [],
    internalDate: 0,
    size: 0,
    from: { name: '', address: '' },
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    messageIdHeader: null,
    inReplyTo: null,
    hasAttachments: false,
  })
})

test('a date that is none gives way to the Date header, and that to 0', () => {
  const date = new Date('2024-01-01T00:00:00Z')
  expect(readHeader(row({ internalDate: 'soon', envelope: { date } })).internalDate).toBe(date.getTime())
  expect(readHeader(row({ internalDate: new Date(Number.NaN) })).internalDate).toBe(0)
})

test('headers as long as a novel are cut', () => {
  const long = 'x'.repeat(1_000_000)
  const many = Array.from({ length: 10_000 }, () => ({ name: long, address: long }))
  const header = readHeader(row({ envelope: { subject: long, from: many, to: many } }))
  expect(header.subject.length).toBeLessThanOrEqual(10_000)
  expect(header.from.name.length).toBeLessThanOrEqual(10_000)
  expect(header.to.length).toBeLessThanOrEqual(500)
})

test('what counts as an attachment', () => {
  const has = (bodyStructure: MessageStructureObject) => readHeader(row({ bodyStructure })).hasAttachments
  const mixed = (...childNodes: MessageStructureObject[]) => part('multipart/mixed', { childNodes })
  expect(has(part('text/plain'))).toBe(false)
  expect(has(mixed(part('text/plain'), part('text/html')))).toBe(false)
  expect(has(mixed(part('text/html'), part('image/png', { id: '<logo>' })))).toBe(false)
  expect(has(mixed(part('text/html'), part('application/pdf')))).toBe(true)
  expect(has(mixed(part('text/plain', { disposition: 'ATTACHMENT' })))).toBe(true)
  expect(has(part('message/rfc822', { childNodes: [part('text/plain')] }))).toBe(true)
})

test('a structure nested ten thousand deep is read without a stack overflow', () => {
  let nested: MessageStructureObject = part('application/pdf')
  for (let depth = 0; depth < 10_000; depth += 1) nested = part('multipart/mixed', { childNodes: [nested] })
  expect(readHeader(row({ bodyStructure: nested })).hasAttachments).toBe(true)
})
