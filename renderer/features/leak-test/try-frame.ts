import type { Attempt, Run } from './run-leak-test.ts'
import { openFrames, settle, write } from './stage.tsx'
import { type VectorClass, vectorClasses } from './vectors/all-vectors.ts'
import { addressOf, type Vector } from './vectors/vector.ts'

/** Mails that are shown at the same time. */
const BATCH = 24

/** A frame, and the document that has to stay in it. */
interface Sheet {
  frame: HTMLIFrameElement
  content: Document | null
}

/**
 * Wall 2: mails that no sanitiser has seen, each the whole document of one of the reader's frames, and pressed where
 * that is its attack. Nothing may be asked of the shell, and every frame has to show what it showed.
 */
export async function tryFrame(run: Run): Promise<Attempt[]> {
  let sheets: Sheet[] = []
  async function fire(batch: Vector[]): Promise<string[]> {
    if (sheets.length < batch.length) sheets = await newSheets(batch.length, run)
    if (await areHeld(batch, sheets, run)) return []
    // One of them was not. Which? Each in a new frame, for a document does not ask twice for the same.
    sheets = await newSheets(batch.length, run)
    const passed: string[] = []
    for (const vector of batch) {
      if (!(await areHeld([vector], sheets.splice(0, 1), run))) passed.push(vector.name)
    }
    return passed
  }

  const attempts: Attempt[] = []
  for (const [attackClass, vectors] of Object.entries(vectorClasses) as [VectorClass, Vector[]][]) {
    const fitting = vectors.filter(isForFrame)
    const passed: string[] = []
    for (let start = 0; start < fitting.length; start += BATCH) {
      passed.push(...(await fire(fitting.slice(start, start + BATCH))))
    }
    if (fitting.length > 0) attempts.push({ attackClass, attacks: fitting.length, passed })
  }
  return attempts
}

/**
 * Those that would be seen if this wall were not there. The shell hears of no name that is looked up, a script can
 * neither point nor print as a reader does, and where a pressed link leads is for other walls to say.
 */
export function isForFrame({ inert, silent, act, leads }: Vector): boolean {
  return !inert && !silent && !leads && act !== 'hover' && act !== 'print'
}

/** Shows each mail on a sheet of its own. Nothing came of it when the shell was asked for nothing and all frames are there. */
async function areHeld(vectors: Vector[], sheets: Sheet[], run: Run): Promise<boolean> {
  const used = sheets.slice(0, vectors.length)
  const before = await run.counted()
  for (const [index, vector] of vectors.entries()) {
    const content = used[index]?.content
    if (!content) return false
    write(content, vector.html(addressOf(vector, run.round, run)))
    if (vector.act === 'press') pressAll(content)
    // Styles ask for their pictures when they are worked out: now, not when there is time to paint.
    for (const root of queryAll(content, ':root')) Element.prototype.getBoundingClientRect.call(root)
  }
  await settle(run.stage)
  const after = await run.counted()
  const areThere = used.every(({ frame, content }) => frame.contentDocument === content)
  // None of them goes on while the next are tried.
  for (const { frame } of used) if (frame.contentDocument) write(frame.contentDocument, '')
  return areThere && after.stopped === before.stopped && after.left === before.left
}

async function newSheets(count: number, { stage, attacked }: Run): Promise<Sheet[]> {
  const frames = await openFrames(stage, attacked, count)
  return frames.map((frame) => ({ frame, content: frame.contentDocument }))
}

/** As a hand would, but for its pointer. */
function pressAll(content: Document): void {
  const press = { bubbles: true, cancelable: true }
  for (const thing of queryAll(content, 'a, area, button, input, label, p')) {
    EventTarget.prototype.dispatchEvent.call(thing, new MouseEvent('click', press))
  }
}

/** Whatever the mail has named `querySelectorAll`. */
function queryAll(content: Document, selector: string): NodeListOf<Element> {
  return Document.prototype.querySelectorAll.call(content, selector)
}
