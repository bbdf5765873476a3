import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OperationId } from '../../../shared/models/operation.ts'
import type { StoredOperation } from '../store/operations.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers } from '../testing/test-operations.ts'
import { tellServer } from './tell-server.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: testUsers })
})
afterAll(() => dovecot.remove())

test('a mail that a server left in both folders as it died is not moved a second time', async () => {
  const { other, onServer } = await openTestOperations(dovecot, 3)
  await other.mailboxOpen('INBOX')
  await other.messageCopy('1', 'Archive', { uid: true })
  const moving = (n: number) => ({
    operation: { id: n as OperationId, kind: 'move', flag: null, on: null } as StoredOperation,
    uid: n,
  })
  const there = new Set([1 as OperationId])
  const answer = await tellServer(other, [moving(1), moving(2)], { target: 'Archive', there })
  expect([answer.refused, [...answer.arrivals.keys()]]).toEqual([[], [2]])
  expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 3'], ['Mail 1', 'Mail 2']])
})
