import { expect, test } from 'vitest'
import { hasCapability } from './has-capability.ts'

const server = (announced: string[], enabled: string[] = []) => ({
  capabilities: new Map(announced.map((name) => [name, true])),
  enabled: new Set(enabled),
})

test('a server of IMAP4rev2 has what belongs to it without announcing it', () => {
  expect(hasCapability(server(['IMAP4rev2']), 'MOVE')).toBe(true)
  expect(hasCapability(server(['IMAP4rev2', 'IMAP4rev1'], ['IMAP4REV2']), 'UIDPLUS')).toBe(true)
  expect(hasCapability(server(['IMAP4rev2']), 'CONDSTORE')).toBe(false)
})

test('one that speaks IMAP4rev1 with us has what it announces', () => {
  expect(hasCapability(server(['IMAP4rev2', 'IMAP4rev1']), 'MOVE')).toBe(false)
  expect(hasCapability(server(['IMAP4rev1', 'MOVE']), 'MOVE')).toBe(true)
})
