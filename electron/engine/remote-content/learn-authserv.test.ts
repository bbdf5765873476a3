import { expect, test } from 'vitest'
import { type Arrival, learnAuthserv } from './learn-authserv.ts'

const DAY_MS = 86_400_000
const own = ['imap.own.example', 'own.example']

interface Given {
  authservId?: string | null
  receivedBy?: string | null
  senders?: number
  days?: number
}

/** Mails of a month from many senders, with the results of the user's own server, unless said otherwise. */
function mails(
  count: number,
  { authservId = 'mx.own.example', receivedBy = 'mx.own.example', senders = 40, days = 30 }: Given = {},
): Arrival[] {
  return Array.from({ length: count }, (_, n) => ({
    receivedAt: 1_700_000_000_000 + (n % days) * DAY_MS,
    authentication: { author: `a@sender${n % senders}.example`, authservId, receivedBy },
  }))
}

test('a server that puts its results on all mail is learnt', () => {
  expect(learnAuthserv(mails(100), own)).toBe('mx.own.example')
  const internal = mails(5, { authservId: null })
  expect(learnAuthserv([...mails(100), ...internal], own)).toBe('mx.own.example')
})

test('a provider whose name is not in the address is known by the host that took the mail in', () => {
  const gmail = mails(100, { authservId: 'mx.google.com', receivedBy: 'mx.google.com' })
  expect(learnAuthserv(gmail, ['imap.gmail.com', 'gmail.com'])).toBe('mx.google.com')
})

test('a provider of which every host gives its own name is learnt as a family', () => {
  const hosts = ['mx1', 'mx2', 'mx3'].flatMap((host) => mails(40, { authservId: `${host}.own.example` }))
  expect(learnAuthserv(hosts, own)).toBe('*.own.example')
})

test.each<[string, Arrival[]]>([
  ['nothing came yet', []],
  ['too few mails', mails(19)],
  ['too few senders', mails(100, { senders: 7 })],
  ['too few days', mails(100, { days: 6 })],
  ['the server puts its results on only some', [...mails(80), ...mails(20, { authservId: null })]],
  ['no results at all', mails(100, { authservId: null })],
  ['a forwarder’s results', mails(100, { authservId: 'mx.forwarder.example' })],
  ['a name that belongs to everybody', mails(100, { authservId: 'co.uk', receivedBy: 'co.uk' })],
  ['a name that is none', mails(100, { authservId: 'OpenDMARC' })],
])('nothing is learnt: %s', (_, arrivals) => {
  expect(learnAuthserv(arrivals, own)).toBeNull()
})

test('where the server adds nothing, forged results teach nothing', () => {
  const honest = mails(60, { authservId: null })
  // The sender knows the name of the user's server, and takes a new name and domain for each mail.
  const flood = mails(500, { senders: 500, days: 1 })
  const patient = mails(300, { senders: 300, days: 60 })
  expect(learnAuthserv([...honest, ...flood], own)).toBeNull()
  expect(learnAuthserv([...honest, ...patient], own)).toBeNull()
})

test('where the server adds its results, forged ones below do not matter, and a flood of others unteaches nothing', () => {
  const flood = mails(50, { authservId: 'mx.evil.example' })
  expect(learnAuthserv([...mails(100), ...flood], own)).toBeNull()
})
