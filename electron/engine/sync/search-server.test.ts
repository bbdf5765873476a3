import { expect, test } from 'vitest'
import { parseQuery } from '../store/search/parse-query.ts'
import { toServerSearches } from './search-server.ts'

function searches(text: string) {
  const query = parseQuery(text)
  return query && toServerSearches(query)
}

test.each([
  ['figs', [{ text: 'figs' }]],
  ['أحمد', [{ text: 'أحمد' }]],
  ['"dried figs" from:mona', [{ text: 'dried figs' }, { from: 'mona' }]],
  ['figs -plums', [{ text: 'figs' }, { not: { text: 'plums' } }]],
  ['subject:figs is:unread', [{ subject: 'figs', seen: false }]],
  ['figs is:starred larger:1k', [{ text: 'figs', flagged: true, larger: 999 }]],
  ['figs after:2024 ', [{ text: 'figs', since: new Date(2024, 0, 1) }]],
  ['has:tracker figs', null],
  ['tracker:mailchimp figs', null],
  ['in:inbox figs', null],
  ['has:attachment figs', null],
  ['-figs', null],
  ['is:unread', null],
])('%s asks a server %j', (text, asked) => {
  expect(searches(text)).toEqual(asked)
})
