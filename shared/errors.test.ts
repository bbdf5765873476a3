import { expect, test } from 'vitest'
import { MailError, toMailFailure } from './errors.ts'

test('what a server said never leaves as part of a failure', () => {
  const cause = new Error('NO [AUTHENTICATIONFAILED] user bob@example.org unknown')
  expect(toMailFailure(new MailError('wrong-password', { cause }))).toEqual({
    code: 'wrong-password',
    retry: 'after-user',
  })
  expect(toMailFailure(cause)).toEqual({ code: 'internal', retry: 'now' })
})
