import { expect, onTestFinished, test } from 'vitest'
import { parseQuery } from '../store/search/parse-query.ts'
import { toServerSearches } from './search-server.ts'

function searches(text: string) {
  const query = parseQuery(text)
  return query && toServerSearches(query)
}

const utc = (year: number, month: number, date: number) => new Date(Date.UTC(year, month - 1, date))

test.each([
  ['figs', [{ text: 'figs' }]],
  ['أحمد', [{ text: 'أحمد' }]],
  ['"dried figs" from:mona', [{ text: 'dried figs' }, { from: 'mona' }]],
  ['figs -plums', [{ text: 'figs' }, { not: { text: 'plums' } }]],
  ['to:mona', [{ or: [{ to: 'mona' }, { cc: 'mona' }] }]],
  ['figs -to:mona', [{ text: 'figs' }, { not: { to: 'mona' } }, { not: { cc: 'mona' } }]],
  ['subject:figs is:unread', [{ subject: 'figs' }]],
  ['has:tracker tracker:mailchimp in:inbox has:attachment larger:1k figs', [{ text: 'figs' }]],
  // A day more on either side, wherever the reader and the server are.
  ['figs after:2024-03-01 ', [{ text: 'figs', since: utc(2024, 2, 29) }]],
  ['figs before:2024-03-01 ', [{ text: 'figs', before: utc(2024, 3, 2) }]],
  ['-figs', null],
  ['is:unread', null],
])('%s asks a server %j', (text, asked) => {
  expect(searches(text)).toEqual(asked)
})

test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin'])('so it does in %s', (zone) => {
  const before = process.env['TZ']
  process.env['TZ'] = zone
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })
  expect(searches('figs after:2024-03-01 before:2024-03-02 ')).toEqual([
    { text: 'figs', since: utc(2024, 2, 29), before: utc(2024, 3, 3) },
  ])
})
