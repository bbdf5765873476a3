import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FolderId } from '../../../shared/models/folder.ts'
import { threadByJwz } from '../testing/jwz.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import type { Store } from './open-store.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { type HeaderRow, insertHeaders, removePlacements } from './placements.ts'
import { sql } from './sql.ts'

/** What happens to a mail, in this order, while others come and go. */
type Stage = 'header' | 'body' | 'copy' | 'leave' | 'leave-copy'

interface Mail {
  /** Message-ids: of the header alone, and all that the body tells. */
  inReplyTo: string | null
  references: string[]
  subject: string
  writer: number
  /** Hours after the first. */
  hour: number
  stages: Stage[]
}

const people = [0, 1, 2].map((n) => ({ name: '', address: `person${n}@example.org` }))
const idOf = (n: number) => `<${n}@x>`
const HOUR = 3600 * 1000
const BEGINNING = 1_700_000_000_000

const stages = fc.constantFrom<Stage[]>(
  ['header'],
  ['header', 'body'],
  ['header', 'copy'],
  ['header', 'body', 'copy', 'leave'],
  ['header', 'leave'],
  ['header', 'body', 'leave'],
  ['header', 'copy', 'leave', 'leave-copy'],
  [],
)

function rowOf(n: number, mail: Mail): HeaderRow {
  const others = people.slice(0, 2).filter((_, at) => at !== mail.writer % 2)
  return headerRow(n + 1, {
    internalDate: BEGINNING + mail.hour * HOUR,
    messageIdHeader: idOf(n),
    inReplyTo: mail.inReplyTo,
    subject: mail.subject,
    from: people[mail.writer % 2] ?? { name: '', address: '' },
    to: others,
  })
}

interface Folders {
  inbox: FolderId
  archive: FolderId
}

function openFolders(store: Store): Folders & { accountId: ReturnType<typeof addAccount> } {
  return store.write((db) => {
    const accountId = addAccount(db, `${Math.random()}@example.org`)
    return {
      accountId,
      inbox: addFolder(db, accountId, 'INBOX', 'inbox'),
      archive: addFolder(db, accountId, 'Archive', 'archive'),
    }
  })
}

/** Lets it all happen in that order of turns and answers what is together in the end. */
function live(store: Store, mails: Mail[], turns: readonly number[]) {
  const { accountId, ...folders } = openFolders(store)
  const next = mails.map(() => 0)
  for (const n of turns) {
    const mail = mails[n]
    const stage = mail?.stages[next[n] ?? 0]
    next[n] = (next[n] ?? 0) + 1
    if (mail === undefined || stage === undefined) continue
    const row = rowOf(n, mail)
    store.write((db) => {
      if (stage === 'header') insertHeaders(db, folders.inbox, [row])
      else if (stage === 'copy') insertHeaders(db, folders.archive, [row])
      else if (stage === 'leave') removePlacements(db, folders.inbox, [row.uid])
      else if (stage === 'leave-copy') removePlacements(db, folders.archive, [row.uid])
      else {
        const [id] = insertHeaders(db, folders.inbox, [row])
        const { from, to, subject, inReplyTo } = row
        const parsed = { from, to, subject, inReplyTo, references: mail.references }
        if (id !== undefined) saveIngested(db, id, ingestedMessage({ parsed }))
      }
    })
    store.write((db) => deleteOrphans(db, listOrphans(db, accountId)))
  }
  const rows = store.read.all(sql<{ id: string; thread: number | null }>`
    SELECT message_id_header AS id, thread_id AS thread FROM messages WHERE account_id = ${accountId}`)
  return { folders, accountId, threads: inOrder(rows.map(({ id, thread }) => ({ id, key: thread ?? id }))) }
}

function inOrder(mails: readonly { id: string; key: unknown }[]): string[][] {
  const groups = new Map<unknown, string[]>()
  for (const { id, key } of mails) groups.set(key, [...(groups.get(key) ?? []), id])
  return [...groups.values()].map((group) => group.sort()).sort((a, b) => (`${a}` < `${b}` ? -1 : 1))
}

const isHere = ({ stages: happened }: Mail) =>
  happened.length > 0 &&
  (!happened.includes('leave') || (happened.includes('copy') && !happened.includes('leave-copy')))
const knownParents = (mail: Mail) => [
  ...(mail.stages.includes('body') ? mail.references : []),
  ...(mail.inReplyTo === null ? [] : [mail.inReplyTo]),
]

/** What is together when all mails that are here are looked at at once: every name and every answer is a bond. */
function allAtOnce(mails: readonly Mail[]): string[][] {
  const here = mails.flatMap((mail, n) =>
    isHere(mail) ? [{ ...mail, id: idOf(n), parents: knownParents(mail) }] : [],
  )
  const key = new Map<string, string>()
  const topOf = (id: string): string => {
    const above = key.get(id)
    return above === undefined || above === id ? id : topOf(above)
  }
  const tie = (one: string, other: string) => key.set(topOf(one), topOf(other))
  for (const mail of here) {
    for (const parent of mail.parents) tie(mail.id, parent)
    if (mail.parents.length > 0 || !mail.subject.startsWith('Re:')) continue
    const plain = (subject: string) => subject.replace(/^(Re|Fwd): /, '')
    const answered = here
      .filter((other) => plain(other.subject) === plain(mail.subject))
      .filter((other) => other.hour < mail.hour && mail.hour - other.hour <= 30 * 24)
      .sort((a, b) => b.hour - a.hour)
      .slice(0, 7)
      .find((other) => other.writer % 2 !== mail.writer % 2)
    if (answered !== undefined) tie(mail.id, answered.id)
  }
  return inOrder(here.map(({ id }) => ({ id, key: topOf(id) })))
}

/** What has to be true of the tables whatever happened. */
function expectSound(store: Store, { inbox, archive }: Folders): void {
  for (const folderId of [inbox, archive]) {
    const rows = store.read.all(sql<{
      uid: number
      newest: number
      own: number | null
      known: number | null
    }>`
      SELECT uid, newest, p.thread_id AS own, m.thread_id AS known
      FROM placements AS p JOIN messages AS m ON m.id = p.message_id
      WHERE folder_id = ${folderId} ORDER BY p.received_at DESC, p.message_id DESC`)
    const seen = new Set<number>()
    for (const { newest, own, known } of rows) {
      expect(own).toBe(known)
      expect(newest).toBe(own !== null && seen.has(own) ? 0 : 1)
      if (own !== null) seen.add(own)
    }
  }
  const small = store.read.all(sql`
    SELECT id FROM threads WHERE (SELECT count(*) FROM messages WHERE thread_id = threads.id) < 2`)
  expect(small).toEqual([])
}

/** Each mail's number as often as it has stages, mixed. */
function turnsOf(mails: readonly Mail[]): fc.Arbitrary<number[]> {
  const all = mails.flatMap((mail, n) => mail.stages.map(() => n))
  return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
}

const hours = (count: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 1_500 }), { minLength: count, maxLength: count })

/** Conversations of mails that tell the truth: all their ancestors, or only whom they answer. */
const honest: fc.Arbitrary<Mail[]> = hours(12).chain((times) =>
  fc
    .tuple(
      ...times.map((hour, n) =>
        fc.record({
          stages,
          hour: fc.constant(hour),
          writer: fc.nat(1),
          tells: fc.constantFrom('all', 'parent', 'body-only'),
          parent: fc.option(fc.nat(Math.max(0, n - 1)), { freq: 3 }),
        }),
      ),
    )
    .map((drafts) => {
      const ancestors: string[][] = []
      return drafts.map(({ stages: happening, hour, writer, tells, parent }, n) => {
        const chain = n === 0 || parent === null ? [] : [...(ancestors[parent] ?? []), idOf(parent)]
        ancestors.push(chain)
        const last = chain.at(-1) ?? null
        return {
          ...{ stages: happening, hour, writer, subject: `Mail ${n}` },
          inReplyTo: tells === 'body-only' ? null : last,
          references: tells === 'parent' ? chain.slice(-1) : chain,
        }
      })
    }),
)

/** Mails that name anything: each other in circles, themselves, nobody; under a few subjects. */
const anything: fc.Arbitrary<Mail[]> = hours(14).chain((times) => {
  const id = fc.integer({ min: 0, max: 17 }).map(idOf)
  return fc.tuple(
    ...times.map((hour) =>
      fc.record({
        stages,
        hour: fc.constant(hour),
        writer: fc.nat(1),
        inReplyTo: fc.option(id, { freq: 1 }),
        references: fc.oneof(
          { weight: 1, arbitrary: fc.constant<string[]>([]) },
          fc.array(id, { maxLength: 4 }),
        ),
        subject: fc.constantFrom('Re: Lunch', 'Re: Lunch', 'Lunch', 'Fwd: Lunch', 'Re: Dinner', 'Dinner'),
      }),
    ),
  )
})

test('conversations are those of the batch algorithm, in whatever order their mails come and go', {
  timeout: 60_000,
}, () => {
  const store = openTempStore()
  fc.assert(
    fc.property(
      honest.chain((mails) => fc.tuple(fc.constant(mails), turnsOf(mails))),
      ([mails, turns]) => {
        const { threads, folders } = live(store, mails, turns)
        const here = mails.flatMap((mail, n) =>
          isHere(mail) ? [{ id: idOf(n), references: knownParents(mail) }] : [],
        )
        expect(threads).toEqual(
          inOrder(threadByJwz(here).flatMap((ids, key) => ids.map((id) => ({ id, key })))),
        )
        expectSound(store, folders)
      },
    ),
    { numRuns: 150 },
  )
})

test('what names anything and answers by its subject is where it would be if all had come at once', {
  timeout: 60_000,
}, () => {
  const store = openTempStore()
  fc.assert(
    fc.property(
      anything.chain((mails) => fc.tuple(fc.constant(mails), turnsOf(mails))),
      ([mails, turns]) => {
        const { threads, folders } = live(store, mails, turns)
        expect(threads).toEqual(allAtOnce(mails))
        expectSound(store, folders)
      },
    ),
    { numRuns: 250 },
  )
})
