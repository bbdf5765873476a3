import { MailError } from '../../../shared/errors.ts'
import type { ReadMail } from '../../../shared/models/leak-test.ts'
import { type MessageRow, messageRowSchema } from '../../../shared/models/message.ts'
import { addressesIn, type IsHarmless } from './addresses-in.ts'
import type { Attempt, Run } from './run-leak-test.ts'
import { openFrames, write } from './stage.tsx'
import { type VectorClass, vectorClasses } from './vectors/all-vectors.ts'
import { type HostileMail, htmlPart, rawMail } from './vectors/hostile-mail.ts'
import { structures } from './vectors/structures.ts'
import { addressOf, type Vector } from './vectors/vector.ts'
import { words } from './vectors/words.ts'

/** One raw mail, and what its addresses are recognised by. */
interface Shot {
  name: string
  raw: string
  marks: string[]
}

/** How many mails the engine is given at once. */
const BATCH = 50

const nothing: IsHarmless = () => false
/** A reply keeps the links that may be passed on: pressing one is up to its reader. */
const links: IsHarmless = ({ element, name }) => element === 'a' && name === 'href'

/**
 * Wall 1: raw mails are read by the engine, and what is made of them is searched. No address may be left in what is
 * shown, quoted or listed, neither in markup nor in a style; and nobody may have asked for one meanwhile.
 */
export async function trySanitiser(run: Run): Promise<Attempt[]> {
  const { arrived, attacked, engine, stage } = run
  const search = searcher(run)
  const attempts: Attempt[] = []
  const quotes: { shot: Shot; html: string }[] = []

  async function read(shots: Shot[]): Promise<[Shot, ReadMail][]> {
    const mails: ReadMail[] = []
    for (let start = 0; start < shots.length; start += BATCH) {
      stage.signal.throwIfAborted()
      const raw = shots.slice(start, start + BATCH).map((shot) => shot.raw)
      mails.push(...(await engine.call('leakTest.read', { mails: raw })))
    }
    return shots.map((shot, index) => {
      const mail = mails[index]
      if (mail === undefined) throw new MailError('internal')
      return [shot, mail]
    })
  }

  for (const attackClass of [...Object.keys(vectorClasses), 'structures'] as (VectorClass | 'structures')[]) {
    const shots =
      attackClass === 'structures'
        ? structures.map((mail) => shotOf(mail, run))
        : vectorClasses[attackClass].map((vector) => htmlShot(vector, run))
    const passed: string[] = []
    for (const [shot, { parts, quoted }] of await read(shots)) {
      quotes.push({ shot, html: quoted })
      const shown = parts.filter(({ kind }) => kind === 'html').map(({ content }) => content)
      // An attack that was not even shown proves nothing; only a structure may keep its HTML from being shown.
      const isTried = shown.length > 0 || attackClass === 'structures'
      if (!isTried || (await search(shot, shown, attacked.prepare, nothing))) passed.push(shot.name)
    }
    attempts.push({ attackClass, attacks: shots.length, passed: [...passed, ...(await arrived())] })
  }

  const replies: string[] = []
  for (const { shot, html } of quotes) if (await search(shot, [html], write, links)) replies.push(shot.name)
  attempts.push({ attackClass: 'replies', attacks: quotes.length, passed: replies })

  const listed = await read(words.map((mail) => shotOf(mail, run)))
  attempts.push({ attackClass: 'words', attacks: words.length, passed: tryRows(listed, run) })
  return attempts
}

/** @returns a search in a frame that is used again until a mail takes it elsewhere. */
function searcher(run: Run) {
  let frame: HTMLIFrameElement | undefined
  let content: Document | null = null
  return async function search(
    { marks }: Shot,
    parts: string[],
    fill: (into: Document, html: string) => void,
    isHarmless: IsHarmless,
  ): Promise<boolean> {
    for (const part of parts) {
      if (content === null || frame?.contentDocument !== content) {
        ;[frame] = await openFrames(run.stage, run.attacked, 1)
        content = frame?.contentDocument ?? null
      }
      const page = content
      if (page === null || isFound(marks, page, isHarmless, () => fill(page, part))) return true
    }
    return false
  }
}

/** What can't be filled or looked into counts as found. */
function isFound(marks: string[], place: Node, isHarmless: IsHarmless, fill: () => void): boolean {
  try {
    fill()
    for (const text of addressesIn(place, isHarmless)) {
      if (marks.some((mark) => text.includes(mark))) return true
    }
    return false
  } catch {
    return true
  }
}

/** Sender, subject and preview as the list shows them. */
function tryRows(listed: [Shot, ReadMail][], { attacked: { Row }, stage }: Run): string[] {
  stage.show(
    listed.map(([{ name }, mail], index) => (
      <div key={name} data-shot={name}>
        <Row row={rowOf(mail, index)} />
      </div>
    )),
  )
  return listed
    .filter(([{ name, marks }]) => {
      const row = stage.place.querySelector(`[data-shot="${name}"]`)
      return row === null || isFound(marks, row, nothing, () => {})
    })
    .map(([{ name }]) => name)
}

function htmlShot(vector: Vector, run: Run): Shot {
  const at = addressOf(vector, run.round, run)
  const raw = rawMail(vector.name, htmlPart(vector.html(at)))
  return { name: vector.name, raw, marks: [at.mark, at.host, `:${at.silentPort}`] }
}

/** Its addresses lead straight to the server that counts, in case that the engine itself would follow one. */
function shotOf({ name, source }: HostileMail, { port, round }: Run): Shot {
  const mark = `leak-${round}-${name}`
  return { name, raw: rawMail(name, source(`http://127.0.0.1:${port}/${mark}`)), marks: [mark] }
}

function rowOf({ from, subject, snippet }: ReadMail, index: number): MessageRow {
  return messageRowSchema.parse({
    ...{ id: index + 1, folderId: 1, from, subject, snippet, date: 0, bodyState: 'ready' },
    ...{ unread: true, flagged: false, hasAttachments: false },
    ...{ trackerCount: 0, suspectCount: 0, remoteCount: 0, receiptCount: 0, services: [] },
    thread: { id: null, count: 1, muted: false, messageIds: [index + 1] },
  })
}
