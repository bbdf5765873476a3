import { FiltersEngine, Request } from '@ghostery/adblocker'
import mails from '../../electron/engine/testing/judgement/mails.json' with { type: 'json' }
import samples from '../../electron/engine/testing/judgement/samples.json' with { type: 'json' }
import { analyseMessage } from '../../electron/engine/trackers/analyse-message.ts'
import { matchOpenService } from '../../electron/engine/trackers/catalogue/match-catalogue.ts'
import openServices from '../../electron/engine/trackers/catalogue/open-services.json' with { type: 'json' }
import type { Figures } from './figures.ts'
import { createRandom, generateNewsletterHtml } from './generate-mailbox.ts'

const NEWSLETTERS = 400
const ROUNDS = 200

const inAttribute = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

function analyse(html: string) {
  return analyseMessage({ parts: [{ kind: 'html', content: html }], headers: [], recipients: [] })
}

function isTracker(url: string): boolean {
  const { references } = analyse(`<p>Hello</p><img src="${inAttribute(url)}">`)
  return references.some(({ verdict }) => verdict === 'tracker')
}

function isRedirector(url: string): boolean {
  return analyse(`<a href="${inAttribute(url)}">Read on</a>`).links.some(
    ({ redirector }) => redirector !== null,
  )
}

const urlsOf = (kind: string): string[] =>
  samples.filter((sample) => sample.kind === kind).map((sample) => sample.url)

const share = (part: number, whole: number): number => part / Math.max(1, whole)

function judgeSamples(): Figures {
  const openings = urlsOf('opening')
  const pictures = urlsOf('picture')
  const clicks = urlsOf('click')
  const found = openings.filter(isTracker).length
  const alarms = pictures.filter(isTracker).length
  const unwrapped = clicks.filter(isRedirector).length
  const wrongly = pictures.filter(isRedirector).length
  return {
    'judgement.open.precision': share(found, found + alarms),
    'judgement.open.recall': share(found, openings.length),
    'judgement.click.precision': share(unwrapped, unwrapped + wrongly),
    'judgement.click.recall': share(unwrapped, clicks.length),
    'judgement.picture.falseAlarms': share(alarms, pictures.length),
  }
}

/** Mails that were written for one sign each, or for its harmless look-alike. */
function judgeMails(): Figures {
  let [found, missed, alarms, exact] = [0, 0, 0, 0]
  for (const { html, url, verdict, recipients, ...mail } of mails) {
    const named: [string, string][] = Object.entries('headers' in mail ? (mail.headers ?? {}) : {})
    const { references } = analyseMessage({
      parts: [{ kind: 'html', content: html }],
      headers: named.map(([name, value]) => ({ name: name.toLowerCase(), value })),
      recipients: recipients ?? [],
    })
    const judged = references.find((reference) => reference.url === new URL(url).href)?.verdict
    if (judged === verdict) exact++
    if (verdict === 'tracker' && judged === 'tracker') found++
    if (verdict === 'tracker' && judged !== 'tracker') missed++
    if (verdict !== 'tracker' && judged === 'tracker') alarms++
  }
  return {
    'judgement.mails.precision': share(found, found + alarms),
    'judgement.mails.recall': share(found, found + missed),
    'judgement.mails.exact': share(exact, mails.length),
  }
}

/** Items a second that `act` gets through on one core. */
function perSecond<T>(items: readonly T[], rounds: number, act: (item: T) => void): number {
  for (const item of items) act(item)
  const start = performance.now()
  for (let round = 0; round < rounds; round++) for (const item of items) act(item)
  return ((items.length * rounds) / (performance.now() - start)) * 1000
}

function measureSpeed(): Figures {
  const random = createRandom(7)
  // Typical: 20 to 60 kB of HTML, a dozen or two of pictures, one pixel.
  const newsletters = Array.from({ length: NEWSLETTERS }, () =>
    generateNewsletterHtml(
      random,
      20_000 + random() * 40_000,
      'shop.example',
      'list-manage.com/track/open.php?u=',
    ),
  )
  const bytes = newsletters.reduce((sum, html) => sum + html.length, 0)
  const perNewsletter = perSecond(newsletters, 3, analyse)

  // The same hosts as plain blocking filters: what an ad blocker would make of the catalogue.
  const hosts = openServices.flatMap(({ patterns }) =>
    patterns.flatMap((pattern) => ('host' in pattern && pattern.host !== undefined ? [pattern.host] : [])),
  )
  const adblocker = FiltersEngine.parse([...new Set(hosts)].map((host) => `||${host}^`).join('\n'))
  const urls = samples.map(({ url }) => url)
  const ours = perSecond(urls, ROUNDS, (url) => matchOpenService(new URL(url)))
  const theirs = perSecond(urls, ROUNDS, (url) =>
    adblocker.match(Request.fromRawDetails({ url, type: 'image', sourceUrl: 'https://mail.example/' })),
  )
  return {
    'judgement.newsletters.perSecond': perNewsletter,
    'judgement.newsletters.MBperSecond': (perNewsletter * bytes) / newsletters.length / 1e6,
    'judgement.match.perSecond': ours,
    'judgement.match.ratioToAdblocker': ours / theirs,
  }
}

/** How well trackers are told from pictures, and how quickly. */
export async function run(): Promise<Figures> {
  return { ...judgeSamples(), ...judgeMails(), ...measureSpeed() }
}
