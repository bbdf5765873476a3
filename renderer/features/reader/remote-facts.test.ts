import { expect, test } from 'vitest'
import { createI18n } from '../../i18n/i18n.ts'
import { newsletterReferences, sampleReference } from '../../testing/samples.ts'
import { bannerWords } from './banner-words.ts'
import { remoteFacts } from './remote-facts.ts'

const english = createI18n('en', () => 'en').t
const arabic = createI18n('ar', () => 'ar').t

function say(references: Parameters<typeof remoteFacts>[0], t = english): string {
  const facts = remoteFacts(references)
  const words = bannerWords(facts, 'none', t)
  const trackers = words.trackers === null ? [] : [`${words.trackers}: ${facts.trackers.names.join(', ')}`]
  return [...words.sentences, ...trackers, ...words.also, words.promise].join(' ')
}

test('before anything is loaded', () => {
  expect(say(newsletterReferences())).toBe(
    '3 pictures blocked. 2 trackers: Mailchimp, Litmus Nobody was told that you opened this message.',
  )
  expect(say(newsletterReferences(), arabic)).toBe(
    'حُجبت 3 صور. أداتا تتبّع: Mailchimp, Litmus لم يعلم أحد بأنك فتحت هذه الرسالة.',
  )
})

test('after the pictures were loaded, the trackers are said to have stayed out', () => {
  expect(say(newsletterReferences('loaded'))).toMatch(
    /^3 pictures shown\. 2 trackers kept out: Mailchimp, Litmus .*The trackers were never contacted\.$/,
  )
})

test('pictures that failed are counted on their own', () => {
  const references = newsletterReferences('loaded').with(0, sampleReference({ state: 'failed' }))
  expect(say(references)).toMatch(/^2 pictures shown\. 1 picture could not be loaded\. 2 trackers kept out/)
})

test('nothing is said to have been fetched before anything came', () => {
  for (const state of ['loading', 'failed'] as const) {
    expect(say(newsletterReferences(state))).toContain('Curtain asks for pictures without cookies')
  }
})

test('nothing claims that nobody was told once a tracker was loaded', () => {
  const references = [sampleReference({ verdict: 'tracker', service: 'Litmus', state: 'loaded' })]
  expect(say(references)).toBe('1 tracker loaded because you asked for it. ')
})

test('only trackers: there is no picture to speak of', () => {
  expect(say([sampleReference({ verdict: 'tracker', service: null, host: 't.test' })])).toMatch(
    /^1 tracker kept out: t\.test /,
  )
})

test('a picture in two places counts once, and not at all when it reports from one of them', () => {
  const url = 'https://pictures.test/same.png'
  const twice = [1, 2].map((id) => sampleReference({ id, url }))
  expect(remoteFacts(twice).pictures.blocked).toBe(1)
  const reporting = [...twice, sampleReference({ id: 3, url, verdict: 'tracker' })]
  expect(remoteFacts(reporting).pictures.blocked).toBe(0)
})

test('a picture counts once however its address is written, and its other sizes not at all', () => {
  const facts = remoteFacts([
    sampleReference({ url: 'http://pictures.test/rose.png' }),
    sampleReference({ id: 2, url: 'https://pictures.test/rose.png#2' }),
    sampleReference({ id: 3, url: 'https://pictures.test/rose@2x.png', kind: 'srcset' }),
  ])
  expect(facts).toMatchObject({ pictures: { blocked: 1 }, others: 0 })
})

test('what stands in no shown part is counted as a tracker or as something else, never as a picture', () => {
  const facts = remoteFacts([
    sampleReference({ part: null }),
    sampleReference({ id: 2, part: null, kind: 'header-picture' }),
    sampleReference({ id: 3, part: null, kind: 'calendar', verdict: 'suspect' }),
    sampleReference({ id: 4, part: null, verdict: 'tracker', service: 'Litmus' }),
  ])
  expect(facts.pictures).toEqual({ blocked: 0, loading: 0, loaded: 0, failed: 0 })
  expect(facts).toMatchObject({ others: 2, suspectsKept: 1, trackers: { kept: 1, names: ['Litmus'] } })
})

test('typefaces and frames are not called pictures', () => {
  const facts = remoteFacts([
    sampleReference({ kind: 'css-font' }),
    sampleReference({ id: 2, kind: 'iframe' }),
  ])
  expect(facts.others).toBe(2)
  expect(facts.pictures.blocked).toBe(0)
})

test.each(['sent', 'unsure', 'elsewhere'] as const)('nor once a receipt is %s', (receipt) => {
  expect(bannerWords(remoteFacts(newsletterReferences()), receipt, english).promise).toBe('')
})
