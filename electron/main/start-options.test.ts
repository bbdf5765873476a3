import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readStartOptions } from './start-options.ts'

test('the data folder may follow the switch or an equals sign', () => {
  expect(readStartOptions(['curtain', '--data', 'mail'], {}, false).dataDirectory).toBe(resolve('mail'))
  expect(readStartOptions(['curtain', '--data=/m'], {}, false).dataDirectory).toBe(resolve('/m'))
  expect(readStartOptions(['curtain'], {}, false).dataDirectory).toBeUndefined()
})

test.each([[['--data']], [['--data=']], [['--data', '--headed']]])(
  '%j does not start on the usual mail',
  (argv) => {
    expect(() => readStartOptions(argv, {}, false)).toThrow(RangeError)
  },
)

test('hosts of mails can be sent to a loopback server, never to another machine', () => {
  const senders = (text: string, packaged = false) =>
    readStartOptions([], { CURTAIN_SENDERS: text }, packaged).senders
  expect(senders('127.0.0.1:8080')).toEqual({ address: '127.0.0.1', port: 8080 })
  expect(senders('192.0.2.1:8080')).toBeUndefined()
  expect(senders('127.0.0.1.evil.example:80')).toBeUndefined()
  expect(senders('127.0.0.1:99999')).toBeUndefined()
  expect(senders('127.0.0.1:8080', true)).toBeUndefined()
})

test('an unknown language or theme is no choice at all', () => {
  const { language, theme } = readStartOptions([], { CURTAIN_LANGUAGE: 'xx', CURTAIN_THEME: 'pink' }, false)
  expect([language, theme]).toEqual([undefined, undefined])
})
