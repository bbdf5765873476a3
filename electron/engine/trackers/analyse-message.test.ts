import { expect, test } from 'vitest'
import { analyseMessage } from './analyse-message.ts'

const html = (content: string) => ({ kind: 'html' as const, content })
const PIXEL = '<img src="https://a.us1.list-manage.com/track/open.php?u=1&amp;id=2" width="1" height="1">'

test('each part is read on its own, with its number', () => {
  const { references } = analyseMessage({
    parts: [html('<img src="https://a.example/1.png'), { kind: 'text', content: PIXEL }, html(PIXEL)],
    headers: [],
    recipients: [],
  })
  expect(references.map(({ part, verdict }) => ({ part, verdict }))).toEqual([
    { part: 2, verdict: 'tracker' },
  ])
})

test('the summary counts what is listed and names each service once', () => {
  const analysis = analyseMessage({
    parts: [html(`${PIXEL}<td background="https://a.us1.list-manage.com/track/open.php?u=1&id=3">`)],
    headers: [],
    recipients: [],
  })
  expect(analysis.summary).toEqual({ trackers: 2, suspects: 0, plain: 0, services: ['Mailchimp'] })
})

test('an address asked for twice has the worse of both verdicts', () => {
  const { references } = analyseMessage({
    parts: [
      html(
        '<p>Hi</p><img src="https://s.example/p?uid=8837461" width="1" height="1"><link rel="icon" href="https://s.example/p?uid=8837461">',
      ),
    ],
    headers: [],
    recipients: [],
  })
  expect(references.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['img tracker', 'icon tracker'])
})

test('links, receipts and platform are told even when nothing remote is there', () => {
  const analysis = analyseMessage({
    parts: [
      {
        kind: 'text',
        content: 'See https://www.example.org/a?utm_source=x (and https://example.org/b_(c)).',
      },
    ],
    headers: [
      { name: 'x-mc-user', value: '1f2e3d' },
      { name: 'disposition-notification-to', value: 'Boss <boss@example.org>' },
    ],
    recipients: [],
  })
  expect(analysis).toEqual({
    references: [],
    links: [
      {
        url: 'https://www.example.org/a?utm_source=x',
        target: 'https://www.example.org/a',
        readableHost: null,
        redirector: null,
        opaque: false,
        removed: ['utm_source'],
        kept: null,
        warnings: [],
        claims: null,
      },
      {
        url: 'https://example.org/b_(c)',
        target: 'https://example.org/b_(c)',
        readableHost: null,
        redirector: null,
        opaque: false,
        removed: [],
        kept: null,
        warnings: [],
        claims: null,
      },
    ],
    receipts: [{ header: 'disposition-notification-to', address: 'boss@example.org' }],
    platform: 'Mailchimp',
    summary: { trackers: 0, suspects: 0, plain: 0, services: [] },
  })
})

test('an empty message has nothing', () => {
  const { references, links } = analyseMessage({ parts: [], headers: [], recipients: [] })
  expect([references, links]).toEqual([[], []])
})
