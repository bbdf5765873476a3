import { expect, expectTypeOf, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { accountIdSchema } from '../../../shared/models/account.ts'
import { createLog, type LogFields, type LogValue } from './log.ts'

function recorder() {
  const lines: string[] = []
  return { lines, log: createLog((line) => lines.push(line), { now: () => 0 }) }
}

test('a string from a mail does not type-check as a log field', () => {
  const { log } = recorder()
  const subject: string = 'Your invoice'
  // @ts-expect-error a plain string may be mail
  log.info('sync-finished', { subject })
  // @ts-expect-error nor may it be the name of the event
  log.info(subject)
  log.info('sync-finished', {
    account: accountIdSchema.parse(1),
    messages: 3,
    resumed: true,
    code: 'timed-out',
  })
  expectTypeOf<string>().not.toExtend<LogValue>()
  expectTypeOf<{ text: string }>().not.toExtend<LogFields>()
})

test('a failure is logged by code and place, never by what the server said', () => {
  const { lines, log } = recorder()
  const cause = Object.assign(new Error('NO user bob@example.org\n    at secret subject line'), {
    code: 'bob@example.org',
  })
  log.failure('sync-failed', new MailError('wrong-password', { cause }), { account: 7 })
  log.failure('sync-failed', cause)
  expect(lines.join()).not.toMatch(/bob|secret/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: 'sync-failed',
    account: 7,
    error: 'wrong-password',
    cause: 'internal',
  })
  expect(JSON.parse(lines[0] ?? '').places[0]).toContain('log.test.ts')
})

test("Node's own error codes are kept: they tell what the network did", () => {
  const { lines, log } = recorder()
  const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:993'), { code: 'ECONNREFUSED' })
  log.failure('sync-failed', new MailError('connection-refused', { cause }))
  expect(lines[0]).toContain('"cause":"ECONNREFUSED"')
  expect(lines[0]).not.toContain('10.0.0.1')
})
