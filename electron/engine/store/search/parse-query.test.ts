import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTempStore } from '../../testing/temp-store.ts'
import { sql } from '../sql.ts'
import { parseQuery } from './parse-query.ts'

function parsed(text: string) {
  const query = parseQuery(text)
  if (query === null) throw new Error('said to be impossible')
  return query
}

const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()

test.each([
  ['fig harvest', '"fig" AND "harvest"*'],
  ['fig harvest ', '"fig" AND "harvest"'],
  ['fi', '"fi"'],
  ['"fig harvest"', '"fig harvest"'],
  ['"fig harv', '"fig harv"*'],
  ['«تين» x ', '"تين" AND "x"'],
  ['from:mona ', 'sender : "mona"'],
  ['from:"Mona Ali" to:omar ', 'sender : "Mona Ali" AND recipients : "omar"'],
  ['SUBJECT:figs ', 'subject : "figs"'],
  ['mona@shop.example ', '"mona shop example"'],
  ['AND OR NOT NEAR( ', '"AND" AND "OR" AND "NOT" AND "NEAR"'],
  ['من:منى الموضوع:عُروض ', 'sender : "مني" AND subject : "عروض"'],
  ['https://a.example/x ', '"https a example x"'],
  [
    'nosuch:thing has:fur before:noon larger:life ',
    '"nosuch thing" AND "has fur" AND "before noon" AND "larger life"',
  ],
  ['12:30 ', '"12 30"'],
  ['東京都', '"東京 京都"'],
  ['subject:都', 'subject : "都"*'],
  ['iPhone15を購入 ', '"iPhone15 を購 購入"'],
  ['!!! - "" ', null],
  ['from: ', null],
  ['from: mona ', 'sender : "mona"'],
  ['من: منى ', 'sender : "مني"'],
  ['-from: mona figs ', '"figs" NOT (sender : "mona")'],
  ['from: has:attachment figs ', '"figs"'],
  ['so: figs ', '"so" AND "figs"'],
  ['has:att', null],
  ['before:202', null],
])('%s looks for %s', (text, match) => {
  expect(parsed(text).match).toBe(match)
})

test('the first letters of a word also stand for words that are known to begin so', () => {
  const known = (letters: string) => (letters === 'fi' ? ['figs', 'first'] : [])
  const match = (text: string) => parseQuery(text, known)?.match
  expect(match('Fi')).toBe('("Fi" OR "figs" OR "first")')
  expect(match('jam from:fi')).toBe('"jam" AND sender : ("fi" OR "figs" OR "first")')
  expect(match('fi ')).toBe('"fi"')
  expect(match('fi jam ')).toBe('"fi" AND "jam"')
  expect(match('jam -fi')).toBe('"jam" NOT ("fi")')
  expect(parseQuery('fi', known)?.words).toEqual([{ text: 'fi', begins: true }])
})

test('a dash leaves out words, phrases and senders', () => {
  expect(parsed('figs -"dried figs" -from:shop -late ')).toMatchObject({
    match: '"figs" NOT ("dried figs" OR sender : "shop" OR "late")',
    exclude: null,
  })
})

test('with nothing else to look for, what is left out stands alone', () => {
  expect(parsed('-figs has:tracker ')).toMatchObject({ match: null, exclude: '"figs"' })
})

test.each([
  ['has:attachment', { attachments: 1 }],
  ['-has:attachments', { attachments: 0 }],
  ['has:receipt', { receipts: 1 }],
  ['is:unread', { unread: 1 }],
  ['is:read', { unread: 0 }],
  ['-is:unread', { unread: 0 }],
  ['is:starred', { flagged: 1 }],
  ['has:tracker', { exposure: { from: 2, to: 2 } }],
  ['-has:tracker', { exposure: { from: -1, to: 1 } }],
  ['is:clean', { exposure: { from: 0, to: 0 } }],
  ['-is:clean -has:tracker', { exposure: { from: 1, to: 1 } }],
  ['tracker:Mailchimp -tracker:"litmus email"', { trackers: ['Mailchimp'], noTrackers: ['litmus email'] }],
  ['in:inbox -in:"Old things"', { folders: ['inbox'], noFolders: ['Old things'] }],
  ['after:2024 before:2024-03-09', { after: day(2024, 1, 1), before: day(2024, 3, 9) }],
  ['-before:2024/2', { after: day(2024, 2, 1) }],
  ['after:٢٠٢٤', { after: day(2024, 1, 1) }],
  ['larger:1.5M smaller:2000', { atLeast: 1_500_000, atMost: 2_000 }],
  ['larger:10MB larger:500k', { atLeast: 10_000_000 }],
  ['فيه:مرفق حالة:غير', { attachments: 1 }],
  ['فيها:تتبّع حالة:مقروءة في:الوارد', { exposure: { from: 2, to: 2 }, unread: 0, folders: ['الوارد'] }],
  ['متتبع:mailchimp حالة:نظيفة', { trackers: ['mailchimp'], exposure: { from: 0, to: 0 } }],
])('%s means %j', (text, meaning) => {
  expect(parsed(text)).toMatchObject(meaning)
})

test('what no mail can be is told apart from what finds nothing', () => {
  for (const text of ['is:read is:unread', 'has:tracker is:clean', 'has:attachment -has:attachment']) {
    expect(parseQuery(text), text).toBeNull()
  }
})

test('no day is made up from one that does not exist', () => {
  expect(parsed('after:2023-02-30 ').match).toBe('"after 2023 02 30"')
})

test('whatever is typed, SQLite can read what comes of it', { timeout: 30_000 }, () => {
  const { read } = openTempStore()
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '"',
      '*',
      '^',
      '-',
      ':',
      '(',
      ')',
      ' ',
      'from:',
      'NEAR(',
      '\0',
      'من:',
      '-tracker:',
      'OR',
      '+',
      '{',
      '«',
    ),
    fc.constantFrom('\u{1e900}', '\u0300', '\ue000', '\ufdfa', 'ﬃ', '漢字'),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const query = parseQuery(parts.join(''))
      for (const expression of [query?.match, query?.exclude]) {
        if (!expression) continue
        read.all(sql`SELECT rowid FROM message_search WHERE message_search MATCH ${expression}`)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a thousand words are no more work than some', () => {
  expect(parsed('fig '.repeat(250)).match?.split(' AND ')).toHaveLength(32)
})
