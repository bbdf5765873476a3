import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { isConnectionLimit, toNetworkError } from './network-error.ts'

const failure = (over: object) => Object.assign(new Error('what the server said'), over)
const codeFor = (over: object) => toNetworkError(failure(over)).code

test('each way a conversation ends has its code', () => {
  expect(codeFor({ code: 'ECONNREFUSED' })).toBe('connection-refused')
  expect(codeFor({ code: 'ENOTFOUND' })).toBe('host-not-found')
  expect(codeFor({ code: 'ETIMEOUT' })).toBe('timed-out')
  expect(codeFor({ code: 'NoConnection' })).toBe('connection-lost')
  expect(codeFor({ code: 'CERT_HAS_EXPIRED' })).toBe('certificate-untrusted')
  expect(codeFor({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })).toBe('certificate-untrusted')
  expect(codeFor({ tlsFailed: true })).toBe('encryption-required')
  expect(codeFor({ code: 'LiteralTooLarge' })).toBe('server-misbehaved')
  expect(codeFor({ responseStatus: 'NO' })).toBe('server-misbehaved')
})

test('a login refused for another reason than the password does not blame the password', () => {
  expect(codeFor({ authenticationFailed: true })).toBe('wrong-password')
  expect(codeFor({ authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' })).toBe(
    'wrong-password',
  )
  expect(codeFor({ authenticationFailed: true, serverResponseCode: 'unavailable' })).toBe('server-misbehaved')
  expect(codeFor({ authenticationFailed: true, serverResponseCode: 'PRIVACYREQUIRED' })).toBe(
    'encryption-required',
  )
})

test('one connection too many is no wrong password', () => {
  const limits = [
    { authenticationFailed: true, serverResponseCode: 'LIMIT' },
    {
      ...{ authenticationFailed: true, serverResponseCode: 'ALERT' },
      responseText: 'Too many simultaneous connections. (Failure)',
    },
    { code: 'NoConnection', reason: 'Maximum number of connections from this address exceeded' },
  ].map(failure)
  for (const limit of limits) expect(isConnectionLimit(toNetworkError(limit))).toBe(true)
  expect(limits.map((limit) => toNetworkError(limit).code)).toEqual([
    ...['server-misbehaved', 'server-misbehaved', 'connection-lost'],
  ])
  const refused = { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }
  const teasing = failure({ ...refused, responseText: 'Too many wrong passwords' })
  expect(isConnectionLimit(toNetworkError(teasing))).toBe(false)
  expect(toNetworkError(teasing).code).toBe('wrong-password')
})

test('of several addresses that were tried, the last failure speaks', () => {
  const errors = [failure({ code: 'ENETUNREACH' }), failure({ code: 'ETIMEDOUT' })]
  expect(toNetworkError(new AggregateError(errors)).code).toBe('timed-out')
})

test('a server can’t choose the code by a name that objects have', () => {
  expect(codeFor({ code: 'constructor' })).toBe('server-misbehaved')
  expect(codeFor({ authenticationFailed: true, serverResponseCode: 'constructor' })).toBe('wrong-password')
})

test('our own errors pass, and things that are no errors become one', () => {
  const own = new MailError('disk-full')
  expect(toNetworkError(own)).toBe(own)
  expect(toNetworkError(undefined).code).toBe('server-misbehaved')
})
