import type { EngineClient, ShellClient } from '../../../shared/contract.ts'
import { attackPage } from './attack-page.ts'
import { vectorClasses } from './vectors/all-vectors.ts'
import { type Address, addressOf, type Vector } from './vectors/vector.ts'

export const walls = ['sanitiser', 'frame', 'page', 'session', 'door'] as const
export type Wall = (typeof walls)[number]

export interface WallResult {
  wall: Wall
  /** How many ways out were tried. */
  attacks: number
  /** Those that got past this wall, by name. Empty: the wall holds. */
  passed: string[]
}

export interface LeakTestMeans {
  engine: EngineClient
  shell: ShellClient
  /** The reader's own preparation of a mail in its frame. */
  prepare(frame: Document, html: string): void
  /** Where frames may be put; its content is replaced. */
  place: HTMLElement
  /** Called with every wall that was tried. */
  onResult(result: WallResult): void
}

/**
 * Attacks each wall by itself and asks whoever stands behind it what came through: the page what the sanitiser
 * left, Chromium's session what frame and page policy let out, a server on this machine what session and door
 * let out. So a wall that fell is seen although the next one still holds.
 */
export async function runLeakTest(means: LeakTestMeans): Promise<void> {
  const { engine, shell, place, onResult } = means
  const ports = await engine.call('leakTest.start', undefined)
  const round = crypto.randomUUID().slice(0, 8)
  const at = (vector: Vector): Address => addressOf(vector, round, ports)
  const vectors = Object.values(vectorClasses).flat()
  try {
    onResult(await trySanitiser(vectors, at, means))
    onResult(await tryFrame(vectors, at, means))
    const before = await attempts(shell)
    const pageAttacks = await attackPage(place, `http://127.0.0.1:${ports.port}/page-${round}`)
    await settled()
    const escaped = (await attempts(shell)) - before
    onResult({ wall: 'page', attacks: pageAttacks.tried, passed: escaped > 0 ? pageAttacks.allowed : [] })
    const session = await shell.call('shell.tryNetwork', { port: ports.port })
    onResult({ wall: 'session', ...session, passed: [...session.passed, ...(await arrived(engine))] })
    const seen = (await arrived(engine)).length
    const door = await engine.call('leakTest.tryDoor', undefined)
    onResult({ wall: 'door', ...door, passed: (await arrived(engine)).slice(seen) })
  } finally {
    place.replaceChildren()
    await engine.call('leakTest.stop', undefined)
  }
}

const arrived = (engine: EngineClient): Promise<string[]> => engine.call('leakTest.hits', undefined)

async function attempts(shell: ShellClient): Promise<number> {
  const { stopped, left } = await shell.call('shell.traffic', undefined)
  return stopped + left
}

/** Wall 1: in what the reader would be shown no address is left, neither in markup nor in a style. */
async function trySanitiser(
  vectors: readonly Vector[],
  at: (vector: Vector) => Address,
  { prepare, place }: LeakTestMeans,
): Promise<WallResult> {
  const passed: string[] = []
  for (const vector of vectors) {
    const frame = await sameFrame(place)
    const { mark, host } = at(vector)
    prepare(frame, vector.html(at(vector)))
    if (addressesIn(frame).some((text) => text.includes(mark) || text.includes(host)))
      passed.push(vector.name)
  }
  place.replaceChildren()
  return { wall: 'sanitiser', attacks: vectors.length, passed }
}

/** Attributes that are words for the reader and lead nowhere. */
const WORDS = new Set(['alt', 'title', 'summary', 'abbr', 'label', 'value', 'content'])

function addressesIn(frame: Document): string[] {
  const attributes = [...frame.documentElement.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(({ name }) => !WORDS.has(name)).map(({ value }) => value),
  )
  const sheets = [...frame.adoptedStyleSheets, ...frame.styleSheets]
  const rules = sheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
  return [...attributes, ...rules]
}

const FRAME = new URL('/message-frame.html', document.baseURI)

/** Mails that share a frame, and are named together when something got out of it. */
const BATCH = 20

/**
 * Wall 2: mails that no sanitiser has seen, in the frame of a mail. Those that need a hand, or look up a name
 * without a request, are not for this wall.
 */
async function tryFrame(
  vectors: readonly Vector[],
  at: (vector: Vector) => Address,
  { shell, place }: LeakTestMeans,
): Promise<WallResult> {
  const fitting = vectors.filter(
    (vector) => vector.act === undefined && vector.navigates !== true && !vector.silent,
  )
  const passed: string[] = []
  for (let start = 0; start < fitting.length; start += BATCH) {
    const batch = fitting.slice(start, start + BATCH)
    const before = await attempts(shell)
    place.replaceChildren()
    // Taken before the first mail is in: one of them renames what `document.body` and its like lead to.
    const { body } = await openFrame(place)
    for (const vector of batch) {
      const mail = body.appendChild(document.createElement('div'))
      mail.innerHTML = vector.html(at(vector))
    }
    await settled()
    if ((await attempts(shell)) > before) passed.push(...batch.map(({ name }) => name))
  }
  return { wall: 'frame', attacks: fitting.length, passed }
}

/** The frame that is there, or a new one where a mail took it elsewhere. */
async function sameFrame(place: HTMLElement): Promise<Document> {
  const content = place.querySelector('iframe')?.contentDocument
  if (content?.URL === FRAME.href) return content
  place.replaceChildren()
  return openFrame(place)
}

function openFrame(place: HTMLElement): Promise<Document> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-same-origin')
  frame.src = FRAME.href
  return new Promise((resolve, reject) => {
    const loaded = (): void =>
      frame.contentDocument === null ? reject(new Error('no frame')) : resolve(frame.contentDocument)
    frame.addEventListener('load', loaded, { once: true })
    place.append(frame)
  })
}

/**
 * Two frames are painted and one more request of the app's own has been answered: what was asked before has
 * been seen by the session by then.
 */
async function settled(): Promise<void> {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  await new Promise((done) => {
    const last = new Image()
    last.onload = done
    last.onerror = done
    last.src = `/settled-${crypto.randomUUID()}.png`
  })
}
