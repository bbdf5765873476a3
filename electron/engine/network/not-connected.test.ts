import { expect, test } from 'vitest'
import { toNotConnected } from './not-connected.ts'

const failing = (code: string) => Object.assign(new Error(`${code} pictures.example`), { code })

test.each([
  ['ENOTFOUND', 'no-such-host'],
  ['EAI_AGAIN', 'offline'],
  ['ENETUNREACH', 'offline'],
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable'],
  ['ETIMEDOUT', 'timed-out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted-certificate'],
  ['CERT_HAS_EXPIRED', 'untrusted-certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted-certificate'],
])('%s means %s', (code, failure) => {
  expect(toNotConnected(failing(code), true)).toMatchObject({ failure })
})

test('of several addresses that were tried, one without a route says nothing about being offline', () => {
  const half = new AggregateError([failing('ENETUNREACH'), failing('ECONNREFUSED')])
  expect(toNotConnected(half, true)).toMatchObject({ failure: 'unreachable' })
  const whole = new AggregateError([failing('ENETUNREACH'), failing('ENETUNREACH')])
  expect(toNotConnected(whole, true)).toMatchObject({ failure: 'offline' })
})

test('a computer without any network is offline, whatever its resolver says', () => {
  expect(toNotConnected(failing('ENOTFOUND'), false)).toMatchObject({ failure: 'offline' })
})
