import { expect, test } from 'vitest'
import samples from '../../testing/judgement/samples.json' with { type: 'json' }
import {
  type CatalogueEntry,
  compileMatcher,
  matchOpenService,
  matchRedirector,
  type UrlPattern,
} from './match-catalogue.ts'
import openServices from './open-services.json' with { type: 'json' }
import { pathKeys } from './path-keys.ts'
import redirectors from './redirectors.json' with { type: 'json' }

/** The rules of the facts' description, without any index: what the compiled matcher must agree with. */
function matchSlowly(entries: readonly CatalogueEntry[], url: URL): string | null {
  let best: { id: string; weight: number } | null = null
  for (const { id, patterns } of entries) {
    for (const pattern of patterns) {
      const weight = weightOf(pattern)
      if (matches(pattern, url) && weight > (best?.weight ?? 0)) best = { id, weight }
    }
  }
  return best?.id ?? null
}

function matches({ host, hostPattern, path, query }: UrlPattern, url: URL): boolean {
  const name = url.hostname
  return (
    (host === undefined || name === host || name.endsWith(`.${host}`)) &&
    (hostPattern === undefined || new RegExp(hostPattern, 'i').test(name)) &&
    (path === undefined || new RegExp(path, 'i').test(url.pathname)) &&
    (query === undefined || new RegExp(query, 'i').test(url.search.slice(1)))
  )
}

function weightOf({ host, hostPattern, path, query }: UrlPattern): number {
  return ((host ?? hostPattern) ? 3 : 0) + (path ? 1 : 0) + (query ? 1 : 0)
}

test('the index finds what trying every pattern finds', () => {
  for (const { url } of samples) {
    const parsed = new URL(url)
    expect([url, matchOpenService(parsed)?.entry.id ?? null]).toEqual([
      url,
      matchSlowly(openServices, parsed),
    ])
    expect([url, matchRedirector(parsed)?.entry.id ?? null]).toEqual([url, matchSlowly(redirectors, parsed)])
  }
})

const match = compileMatcher([
  { id: 'brand', name: 'Brand', patterns: [{ host: 'r.brand.example', confidence: 'high' }] },
  { id: 'any', name: 'Any', patterns: [{ path: '^/o/[a-z]+$', confidence: 'medium' }] },
  {
    id: 'both',
    name: 'Both',
    patterns: [{ host: 'b.example', path: '^/o/', query: '^u=', confidence: 'high' }],
  },
  {
    id: 'late',
    name: 'Late',
    patterns: [{ host: 'b.example', path: '^/o/', query: 'u', confidence: 'high' }],
  },
  { id: 'number', name: 'Number', patterns: [{ hostPattern: '^t\\d+\\.n\\.example$', confidence: 'high' }] },
])
const idOf = (url: string) => match(new URL(url))?.entry.id ?? null

test.each([
  ['https://r.brand.example/x', 'brand'],
  ['https://a.r.brand.example/x', 'brand'],
  ['https://calendar.brand.example/x', null],
  ['https://notr.brand.example/x', null],
  ['https://r.brand.example.evil.example/x', null],
  ['https://anything.example/o/abc', 'any'],
  ['https://anything.example/O/ABC', 'any'],
  ['https://anything.example/x/o/abc', null],
  ['https://b.example/o/abc?u=1', 'both'],
  ['https://b.example/o/abc', 'any'],
  ['https://t12.n.example/', 'number'],
  // Other spellings of the same address.
  ['https://r.brand.example./x', 'brand'],
  ['https://t12.n.example./', 'number'],
  ['https://b.example./%6f/abc?%75=1', 'both'],
  ['https://anything.example//o///%61bc', 'any'],
  ['https://anything.example/%256F/abc', null],
  ['https://t12.n.example.com/', null],
])('%s -> %s', (url, id) => {
  expect(idOf(url)).toBe(id)
})

test.each([
  ['^/track/open\\.php$', { where: 'first', segments: ['track'] }],
  ['^/(?:tr|mk)/op/', { where: 'first', segments: ['tr', 'mk'] }],
  ['^/[lp]track$', { where: 'first', segments: ['ltrack', 'ptrack'] }],
  ['^/C?I0/', { where: 'first', segments: ['ci0', 'i0'] }],
  ['^/opens?/', { where: 'first', segments: ['opens', 'open'] }],
  ['^/$', { where: 'first', segments: [''] }],
  ['/lt\\.php$', { where: 'last', segments: ['lt.php'] }],
  ['^/+r/$', null],
  ['^(?:/x)?/t/[a-z]{20}/?$', null],
  ['open', null],
  ['^/a.b/', null],
])('a pattern %s is kept under %j', (pattern, keys) => {
  expect(pathKeys(pattern)).toEqual(keys)
})
