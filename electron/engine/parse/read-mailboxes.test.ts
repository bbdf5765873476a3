import { expect, it } from 'vitest'
import { limits } from './limits.ts'
import { readMailboxes } from './read-mailboxes.ts'

const read = (...values: string[]) =>
  readMailboxes(
    values.map((value) => ({ name: 'to', value })),
    'to',
  )

it('reads names, groups and comments', () => {
  expect(read('"Doe, Jane" <jane@x.example>, plain@x.example, Team: a@x.example, B <b@x.example>;')).toEqual([
    { name: 'Doe, Jane', address: 'jane@x.example' },
    { name: '', address: 'plain@x.example' },
    { name: '', address: 'a@x.example' },
    { name: 'B', address: 'b@x.example' },
  ])
  expect(read('undisclosed-recipients:;')).toEqual([])
})

it('puts several headers of one name together', () => {
  expect(read('a@x.example', 'b@x.example')).toHaveLength(2)
})

it('never makes an address of an encoded word', () => {
  expect(read('=?utf-8?Q?boss=40bank=2Eexample=2C_Me?= <mallory@evil.example>')).toEqual([
    { name: 'boss@bank.example, Me', address: 'mallory@evil.example' },
  ])
  expect(read('=?utf-8?B?PGJvc3NAYmFuay5leGFtcGxlPg==?= <mallory@evil.example>')[0]?.address).toBe(
    'mallory@evil.example',
  )
})

it('takes an encoded word for a word even where its sender left commas and colons in it', () => {
  expect(read('=?utf-8?Q?News:_Cats,_<Dogs>?= <news@x.example>, =?utf-8?q?b?= <b@x.example>')).toEqual([
    { name: 'News: Cats, <Dogs>', address: 'news@x.example' },
    { name: 'b', address: 'b@x.example' },
  ])
})

it('takes control characters and direction overrides out of names', () => {
  expect(read('=?utf-8?Q?a=0D=0ABcc:_b=00=E2=80=AEc?= <a@x.example>')[0]?.name).toBe('a Bcc: b c')
})

it('ends on headers of nothing but structure, and keeps no more than its limit', () => {
  for (const unit of ['(', '<', '"', ',', ';', ':', 'a b,', 'a<', '@', '\\', 'x@y.example,', 'g:a@b;']) {
    expect(read(unit.repeat(limits.headerValue / unit.length)).length).toBeLessThanOrEqual(limits.mailboxes)
  }
  expect(read('x@y.example,'.repeat(5_000))).toHaveLength(limits.mailboxes)
})
