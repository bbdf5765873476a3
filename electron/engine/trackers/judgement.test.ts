import { describe, expect, test } from 'vitest'
import mails from '../testing/judgement/mails.json' with { type: 'json' }
import samples from '../testing/judgement/samples.json' with { type: 'json' }
import { analyseMessage } from './analyse-message.ts'
import openServices from './catalogue/open-services.json' with { type: 'json' }
import redirectors from './catalogue/redirectors.json' with { type: 'json' }

const inAttribute = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
const analyse = (html: string, recipients: string[] = []) =>
  analyseMessage({ parts: [{ kind: 'html', content: html }], headers: [], recipients })

/** How an opening or a picture may stand in a mail: alone, declared a pixel, after content without a size. */
const FRAMES = {
  bare: (url: string) => `<img src="${inAttribute(url)}">`,
  pixel: (url: string) => `<p>Hello</p><img src="${inAttribute(url)}" width="1" height="1">`,
  end: (url: string) =>
    `<p>Hello</p><img src="https://img.shop.example/a.png" width="600" height="200"><img src="${inAttribute(url)}">`,
}

function verdictOf(url: string, frame: keyof typeof FRAMES) {
  return analyse(FRAMES[frame](url)).references.find((one) => one.url === new URL(url).href)
}

function ofKind(kind: string) {
  return samples.filter((sample) => sample.kind === kind)
}

describe('samples of real tracking addresses', () => {
  for (const frame of ['bare', 'pixel', 'end'] as const) {
    test(`openings are found and named, standing ${frame}: recall of at least 0.98`, () => {
      const openings = ofKind('opening')
      const right = openings.filter((sample) => {
        const judged = verdictOf(sample.url, frame)
        const name = openServices.find((service) => service.id === sample.service)?.name
        return judged?.verdict === 'tracker' && judged.service === name
      })
      expect(right.length / openings.length).toBeGreaterThanOrEqual(0.98)
    })
  }

  for (const frame of ['bare', 'end'] as const) {
    test(`content pictures are no trackers, standing ${frame}: at most 1 % false alarms`, () => {
      const pictures = ofKind('picture')
      const alarms = pictures.filter((sample) => verdictOf(sample.url, frame)?.verdict === 'tracker')
      expect(alarms.map((sample) => sample.url).slice(0, 5)).toEqual([])
      const trackers = ofKind('opening').filter(
        (sample) => verdictOf(sample.url, frame)?.verdict === 'tracker',
      )
      expect(trackers.length / (trackers.length + alarms.length)).toBeGreaterThanOrEqual(0.98)
    })
  }

  test('redirectors are named and unwrapped as far as that can be done offline', () => {
    const clicks = ofKind('click')
    const wrong = clicks.filter((sample) => {
      const link = analyse(`<a href="${inAttribute(sample.url)}">x</a>`).links[0]
      const name = redirectors.find((redirector) => redirector.id === sample.service)?.name
      return link?.redirector !== name || link?.target !== (sample.target ?? new URL(sample.url).href)
    })
    expect(wrong.map((sample) => sample.url)).toEqual([])
  })

  test('ordinary pictures are no redirectors', () => {
    const links = ofKind('picture').map(
      (sample) => analyse(`<a href="${inAttribute(sample.url)}">x</a>`).links[0],
    )
    expect(links.filter((link) => link?.redirector !== null)).toEqual([])
  })
})

describe('mails written for each sign and its look-alikes', () => {
  test.each(mails.map((mail) => [`${mail.signal}: ${mail.name}`, mail] as const))('%s', (_, mail) => {
    const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => ({
      name: name.toLowerCase(),
      value,
    }))
    const { references } = analyseMessage({
      parts: [{ kind: 'html', content: mail.html }],
      headers,
      recipients: mail.recipients ?? [],
    })
    const judged = references.find((one) => one.url === new URL(mail.url).href)
    expect(judged).toMatchObject({
      verdict: mail.verdict,
      reasons: expect.arrayContaining(mail.reasons ?? []),
      ...(mail.service === undefined ? {} : { service: mail.service }),
    })
  })
})
