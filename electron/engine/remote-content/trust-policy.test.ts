import { expect, test } from 'vitest'
import {
  type PictureFailure,
  type Reference,
  type ReferenceKind,
  type ReferenceState,
  referenceIdSchema,
  type Verdict,
} from '../../../shared/models/remote-content.ts'
import { choosePictures } from './trust-policy.ts'

const id = (n: number) => referenceIdSchema.parse(n)

function reference(
  n: number,
  url: string,
  {
    part = 0,
    kind = 'img',
    verdict = 'plain',
    state = 'blocked',
    failure = null,
  }: {
    part?: number | null
    kind?: ReferenceKind
    verdict?: Verdict
    state?: ReferenceState
    failure?: PictureFailure | null
  } = {},
): Pick<Reference, 'id' | 'part' | 'url' | 'kind' | 'verdict' | 'state' | 'failure'> {
  return { id: id(n), part, url, kind, verdict, state, failure }
}

test('"load images" brings plain pictures and leaves trackers and suspects out', () => {
  const references = [
    reference(1, 'https://a.example/1.png'),
    reference(2, 'https://a.example/2.png', { kind: 'background' }),
    reference(3, 'https://t.example/o.gif', { verdict: 'tracker' }),
    reference(4, 'https://a.example/who.png', { verdict: 'suspect' }),
    reference(5, 'https://a.example/3.png', { kind: 'css-image' }),
  ]
  const { fetch, held, kept } = choosePictures(references, { kind: 'pictures' })
  expect(fetch.flatMap(({ ids }) => ids)).toEqual([1, 2, 5])
  expect(held).toEqual([3, 4])
  expect(kept).toEqual([])
})

test('a picture in a part that is not shown never loads, not even when asked for by name', () => {
  const references = [
    reference(1, 'https://a.example/amp.png', { part: null }),
    reference(2, 'https://a.example/shown.png'),
  ]
  expect(choosePictures(references, { kind: 'pictures' })).toMatchObject({ fetch: [{ ids: [2] }], held: [1] })
  expect(choosePictures(references, { kind: 'reference', referenceId: id(1) })).toMatchObject({ fetch: [] })
})

test.each<ReferenceKind>([
  'srcset',
  'unshown',
  'css-font',
  'css-import',
  'stylesheet',
  'script',
  'iframe',
  'object',
  'embed',
  'form',
  'meta-refresh',
  'preconnect',
  'prefetch',
  'video',
  'audio',
  'ping',
  'manifest',
  'base',
  'vml',
  'header-picture',
  'content-location',
  'external-body',
  'calendar',
  'contact-photo',
])('%s never loads, not even when asked for by name', (kind) => {
  const references = [reference(1, 'https://a.example/x', { kind })]
  for (const scope of [
    { kind: 'pictures' },
    { kind: 'everything' },
    { kind: 'reference', referenceId: id(1) },
  ] as const) {
    expect(choosePictures(references, scope)).toMatchObject({ kept: [], fetch: [], held: [1] })
  }
})

test.each(['logo.svg', 'mask.SVGZ', 'style.css', 'page.html', 'font.woff2', 'film.mp4', 'paper.pdf'])(
  '%s can be no picture by its name, so its server is not asked',
  (name) => {
    const references = [reference(1, `https://a.example/${name}?v=2`)]
    expect(choosePictures(references, { kind: 'pictures' })).toMatchObject({ kept: [], fetch: [], held: [1] })
  },
)

test('a picture that a program makes is a picture', () => {
  const references = [reference(1, 'https://a.example/image.php?id=2'), reference(2, 'https://a.example/i/3')]
  expect(choosePictures(references, { kind: 'pictures' }).fetch).toHaveLength(2)
})

test('a tracker loads alone, and only when the user points at it', () => {
  const references = [
    reference(1, 'https://a.example/1.png'),
    reference(2, 'https://t.example/o.gif', { verdict: 'tracker' }),
  ]
  expect(choosePictures(references, { kind: 'reference', referenceId: id(2) })).toEqual({
    kept: [],
    fetch: [{ url: 'https://t.example/o.gif', ids: [2], tracker: true }],
    failed: [],
    held: [1],
  })
})

test('one address in several places is fetched once', () => {
  const references = [
    reference(1, 'https://a.example/1.png'),
    reference(2, 'https://a.example/1.png', { kind: 'css-image' }),
  ]
  expect(choosePictures(references, { kind: 'pictures' }).fetch).toEqual([
    { url: 'https://a.example/1.png', ids: [1, 2], tracker: false },
  ])
})

test('one picture is fetched once, however its address is written', () => {
  const references = [
    reference(1, 'http://a.example/1.png#top'),
    reference(2, 'http://a.example/1.png#'),
    reference(3, 'http://a.example:8080/1.png'),
    reference(4, 'http://b.example/1.png'),
    reference(5, 'https://b.example/1.png#x'),
    reference(6, 'http://b.example:80/1.png'),
  ]
  const fetch = [
    { url: 'http://a.example/1.png', ids: [1, 2], tracker: false },
    { url: 'http://a.example:8080/1.png', ids: [3], tracker: false },
    // Never in clear, since one of them asks for more.
    { url: 'https://b.example/1.png', ids: [4, 5, 6], tracker: false },
  ]
  expect(choosePictures(references, { kind: 'pictures' }).fetch).toEqual(fetch)
  expect(choosePictures(references, { kind: 'reference', referenceId: id(6) }).fetch).toEqual(fetch.slice(2))
})

test('what reports stays out under every spelling of its address, and what failed is left alone', () => {
  const references = [
    reference(1, 'http://t.example/o.gif#1'),
    reference(2, 'https://t.example/o.gif', { verdict: 'tracker' }),
    reference(3, 'http://a.example/1.png'),
    reference(4, 'https://a.example/1.png#2', { failure: 'not-found' }),
  ]
  expect(choosePictures(references, { kind: 'pictures' }, { automatic: true })).toEqual({
    ...{ kept: [], fetch: [], failed: [3, 4], held: [1, 2] },
  })
})

test('an address that is a tracker in one place is held in every place', () => {
  const references = [
    reference(1, 'https://a.example/o.gif'),
    reference(2, 'https://a.example/o.gif', { kind: 'css-image', verdict: 'suspect' }),
  ]
  expect(choosePictures(references, { kind: 'pictures' })).toMatchObject({
    kept: [],
    fetch: [],
    held: [1, 2],
  })
})

test('what was loaded is not fetched again; what failed may be asked for again by hand', () => {
  const references = [
    reference(1, 'https://a.example/1.png', { state: 'loaded' }),
    reference(2, 'https://a.example/2.png', { state: 'failed' }),
  ]
  const choice = choosePictures(references, { kind: 'pictures' })
  expect(choice.kept).toEqual([1])
  expect(choice.fetch.flatMap(({ ids }) => ids)).toEqual([2])
})

test('a reference of another message is not loaded', () => {
  const references = [reference(1, 'https://a.example/1.png')]
  expect(choosePictures(references, { kind: 'reference', referenceId: id(99) }).fetch).toEqual([])
})

test('"load everything" brings trackers and suspects too, and still nothing that is no picture', () => {
  const references = [
    reference(1, 'https://a.example/1.png'),
    reference(2, 'https://a.example/who.png', { verdict: 'suspect' }),
    reference(3, 'https://t.example/o.gif', { verdict: 'tracker', kind: 'css-image' }),
    reference(4, 'https://a.example/2.svg'),
    reference(5, 'https://a.example/a.js', { kind: 'script' }),
    reference(6, 'https://t.example/f.woff2', { kind: 'css-font', verdict: 'tracker' }),
    reference(7, 'https://t.example/frame', { kind: 'iframe' }),
    reference(8, 'https://t.example/elsewhere.png', { part: null }),
  ]
  const { fetch, held } = choosePictures(references, { kind: 'everything' })
  expect(fetch.flatMap(({ ids }) => ids)).toEqual([1, 2, 3])
  expect(held).toEqual([4, 5, 6, 7, 8])
})

test('what failed, was forgotten or was evicted comes back by hand only, never by a rule', () => {
  const references = [
    reference(1, 'https://a.example/1.png'),
    reference(2, 'https://a.example/2.png', { state: 'failed', failure: 'not-found' }),
    reference(3, 'https://a.example/3.png', { failure: 'forgotten' }),
    // The same address as the one that failed: a request for this would be the retry.
    reference(4, 'https://a.example/2.png', { kind: 'background' }),
  ]
  const unasked = choosePictures(references, { kind: 'pictures' }, { automatic: true })
  expect(unasked.fetch.flatMap(({ ids }) => ids)).toEqual([1])
  expect(unasked.failed).toEqual([2, 3, 4])
  const byHand = choosePictures(references, { kind: 'pictures' })
  expect(byHand.fetch.flatMap(({ ids }) => ids)).toEqual([1, 2, 4, 3])
  expect(byHand.failed).toEqual([])
})
