import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../store/sql.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers } from '../testing/test-operations.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: testUsers })
})
afterAll(() => dovecot.remove())

test('nothing is kept of what the page does as a mail is opened, once the server knows', async () => {
  const { operations, id, folder, store, told, onServer } = await openTestOperations(dovecot, 2)
  const seen = { kind: 'flag', flag: 'seen', on: true } as const
  expect(await operations.act([id(1)], folder('INBOX').id, seen, true)).toEqual({ undo: null })
  await told()
  expect(await onServer()).toContain('Mail 1 \\Seen')
  expect(store.read.all(sql`SELECT * FROM operations`)).toEqual([])
  const { undo } = await operations.act([id(2)], folder('INBOX').id, seen)
  expect(undo).not.toBeNull()
})
