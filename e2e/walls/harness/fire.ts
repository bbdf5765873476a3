import { expect, type FrameLocator, type Page } from '@playwright/test'
import { addressOf, LEAK_DOMAIN, type Vector } from '../../../renderer/features/leak-test/vectors/vector.ts'
import type { Hit } from '../counting-servers.ts'
import { atMost } from './at-most.ts'
import { openHarness, type Range } from './range.ts'
import type { Policies } from './server.ts'

/** Which walls stand. A wall's test leaves one of them, the control none. */
export interface Walls extends Policies {
  /** Wall 1: through the reader's pipeline. */
  sanitiser: boolean
  /** The engine knew of every address in the mail, so that each is held rather than removed. */
  known?: boolean
}

/** What was seen of each vector that was seen at all. */
export type Sightings = Map<string, Hit[]>

const BATCH = 70
/** What a reader may point at. */
const TARGETS = 'a, button, input, label, summary, math, rect, select, p, td, img[usemap], [data-link]'
const MOST_TARGETS = 6
let rounds = 0

/** Goes with every batch: where mails are not shown at all, nothing gets out either. */
const HONEST = { name: 'honest', html: '<p id=it style="color:red">shown</p>', known: [] }

/**
 * Shows every vector in a frame, does what it asks the reader to do, and reports what the servers saw.
 *
 * @param awaited names of vectors that no wall holds: a control waits until each of them is seen.
 */
export async function fireInFrames(
  range: Range,
  vectors: Vector[],
  walls: Walls,
  awaited: string[] = [],
): Promise<Sightings> {
  const { harness } = range
  Object.assign(harness.policies, { message: walls.message, page: walls.page })
  const round = startRound(range, vectors)
  const alone = (vector: Vector) => vector.navigates === true && !walls.sanitiser
  const batches = vectors.filter(alone).map((vector) => [vector])
  const together = vectors.filter((vector) => !alone(vector))
  for (let start = 0; start < together.length; start += BATCH)
    batches.push(together.slice(start, start + BATCH))

  for (const batch of batches) {
    const page = await openHarness(range)
    const mails = batch.map((vector) => mailOf(vector, round, range, walls))
    const honest = { ...HONEST, prepared: walls.sanitiser, sandboxed: walls.message }
    harness.mails.set(honest.name, honest.html)
    // The whole page may be gone by then, which is a way of being shown.
    const shown = page.evaluate((given) => window.harness.show(given), [honest, ...mails])
    await (walls.sanitiser ? shown : shown.catch(() => {}))
    if (walls.sanitiser)
      await expect(page.frameLocator('[data-name=honest] iframe').locator('#it')).toBeVisible()
    for (const { name, act } of batch) {
      if (act === 'hover' || act === 'press')
        await actOn(page, page.frameLocator(`[data-name="${name}"] iframe`), act)
    }
    if (batch.some(({ act }) => act === 'print')) await layOutForPaper(page)
  }
  return whatWasSeen(range, round, vectors, awaited)
}

/**
 * Serves every vector as a whole page under the page's policy: a mail that got out of its frame.
 *
 * @param awaited as of fireInFrames.
 */
export async function fireAsPages(
  range: Range,
  vectors: Vector[],
  policies: Policies,
  awaited: string[] = [],
): Promise<Sightings> {
  const { harness } = range
  Object.assign(harness.policies, policies)
  const round = startRound(range, vectors)
  const waiting = [...vectors]
  async function fireNext(): Promise<void> {
    for (let vector = waiting.pop(); vector !== undefined; vector = waiting.pop()) {
      const page = await range.context.newPage()
      // A page that leads elsewhere at once may never say that it is loaded: what counts is what was seen.
      await page.goto(`${harness.origin}/page/${vector.name}`, { timeout: 5_000 }).catch(() => {})
      if (vector.act === 'print') await atMost(10_000, layOutForPaper(page))
      else if (vector.act !== undefined) await atMost(10_000, actOn(page, page, vector.act))
    }
  }
  await Promise.all([fireNext(), fireNext(), fireNext(), fireNext()])
  return whatWasSeen(range, round, vectors, awaited)
}

async function whatWasSeen(
  range: Range,
  round: string,
  vectors: Vector[],
  awaited: string[],
): Promise<Sightings> {
  await sendCanary(range, round)
  const unseen = () => {
    const seen = sightings(range, round, vectors)
    return awaited.filter((name) => !seen.has(name))
  }
  await expect.poll(unseen, { message: 'not seen by any server' }).toEqual([])
  await closePages(range)
  return sightings(range, round, vectors)
}

function mailOf(vector: Vector, round: string, { counting }: Range, walls: Walls) {
  const at = addressOf(vector, round, counting)
  const known: string[] = []
  const html = vector.html({
    ...at,
    url: (file) => {
      known.push(new URL(at.url(file)).href)
      return at.url(file)
    },
  })
  return {
    name: vector.name,
    html,
    known: walls.known === true ? known : [],
    prepared: walls.sanitiser,
    sandboxed: walls.message,
  }
}

/** Puts every mail where it can be asked for, under names that Chromium has never looked up. */
function startRound({ harness, counting }: Range, vectors: Vector[]): string {
  const round = `round-${rounds++}`
  counting.hits.length = 0
  harness.hits.length = 0
  for (const vector of vectors) {
    harness.mails.set(vector.name, vector.html(addressOf(vector, round, counting)))
  }
  return round
}

/** As a printer would get it: Chromium asks for what only paper shows when it lays the page out for it. */
async function layOutForPaper(page: Page): Promise<void> {
  expect((await page.pdf({ printBackground: true })).length).toBeGreaterThan(1_000)
}

async function actOn(page: Page, mail: Page | FrameLocator, act: 'hover' | 'press'): Promise<void> {
  // What was pressed may have led elsewhere: then the rest of the mail is no more.
  const targets = await mail
    .locator(TARGETS)
    .all()
    .catch(() => [])
  for (const target of targets.slice(0, MOST_TARGETS)) {
    const box = await target.boundingBox({ timeout: 1_000 }).catch(() => null)
    if (box === null) continue
    await page.mouse.move(box.x + Math.min(box.width / 2, 30), box.y + box.height / 2)
    if (act === 'press') {
      await page.mouse.down()
      await page.mouse.up()
    }
  }
}

/**
 * Silence proves nothing while a leak may still be on its way. So the same kinds of traffic are set off on
 * purpose, by a page without any wall: when all of them have arrived, what was set off before has too.
 */
async function sendCanary(range: Range, round: string): Promise<void> {
  const { context, counting, harness } = range
  const name = (part: string) => `canary-${part}.${round}.${LEAK_DOMAIN}`
  const web = (part: string, file: string) => `http://${name(part)}:${counting.port}/${file}`
  const policies = { ...harness.policies }
  harness.policies.page = false
  harness.mails.set(
    'canary',
    `<link rel=dns-prefetch href="//${name('prefetch')}"><link rel=preconnect href="${web('preconnect', '')}">
     <link rel=prefetch href="${web('document', 'a.html')}"><img loading=lazy src="${web('picture', 'a.png')}">
     <p style="background:url(${web('style', 'a.png')})">x</p><video src="${web('video', 'a.mp4')}"></video>
     <a style="position:absolute;inset:0" href="https://${name('hover')}/">x</a>`,
  )
  const page = await context.newPage()
  await page.goto(`${harness.origin}/page/canary`)
  await page.mouse.move(200, 200)
  await page.mouse.move(210, 210)
  Object.assign(harness.policies, policies)
  for (const part of ['prefetch', 'preconnect', 'hover']) await expectHit(range, 'dns', name(part))
  for (const part of ['document', 'picture', 'style', 'video']) await expectHit(range, 'http', name(part))
}

async function expectHit({ counting }: Range, kind: Hit['kind'], host: string): Promise<void> {
  await expect
    .poll(() => counting.hits.some((hit) => hit.kind === kind && hit.host === host), {
      message: `${kind} ${host}`,
    })
    .toBe(true)
}

async function closePages({ context }: Range): Promise<void> {
  const [first, ...others] = context.pages()
  await Promise.all(others.map((page) => page.close()))
  await first?.goto('about:blank')
}

function sightings({ counting, harness }: Range, round: string, vectors: Vector[]): Sightings {
  const seen: Sightings = new Map()
  for (const hit of [...counting.hits, ...harness.hits]) {
    for (const { name } of vectors) {
      const named = hit.host === `${name}.${round}.${LEAK_DOMAIN}`
      const marked = new RegExp(`leak-${round}-${name}(?![\\w-])`).test(hit.path)
      if (named || marked || (hit.kind === 'tcp' && name === 'preconnect-ip')) {
        seen.set(name, [...(seen.get(name) ?? []), hit])
      }
    }
  }
  return seen
}

/** `name: dns host, http host/path`, to be read by whoever broke the wall. */
export function tell(seen: Sightings): string[] {
  return [...seen].map(
    ([name, hits]) =>
      `${name}: ${[...new Set(hits.map((hit) => `${hit.kind} ${hit.host}${hit.path}`))].join(', ')}`,
  )
}
