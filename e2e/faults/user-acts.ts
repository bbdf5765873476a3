import type { Deed } from '../../electron/engine/testing/expected-mail.ts'
import type { Act, UndoId } from '../../shared/models/operation.ts'
import { Unanswered } from './engine-process.ts'
import { readShown, type ShownFolder, type ShownRow } from './read-shown.ts'
import type { Round } from './rounds.ts'
import { ANCHOR, NAMELESS } from './world.ts'

const FOLDERS = { archive: 'Archive', junk: 'Junk', trash: 'Trash' } as const

/** What an act does to a mail, and what its undo does. */
interface Effect {
  row: ShownRow
  deed: Deed | null
  undo: Deed | null
  /** Shown as that already: nothing is stored where that is so, and nothing is known where it no longer is. */
  isIdle: boolean
}

/** One random act, and now and then its undo. @throws Unanswered */
export async function actAsUser(round: Round): Promise<void> {
  const { world, random } = round
  const folders = await readShown(world.engine(), world.accountId())
  const counts = new Map<string, number>()
  for (const { subject } of folders.flatMap(({ rows }) => rows)) {
    counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }
  const isFree = ({ subject }: ShownRow) => subject !== ANCHOR && !round.busy.has(subject)
  const from = random.pick(folders.filter(({ rows }) => rows.some(isFree)))
  if (from === undefined) return
  if (from.key === 'Trash' && round.isApart && random.below(4) === 0) return emptyTrash(round, from)
  // A copy elsewhere makes of a move what no two programs agree on, so such mails are only flagged.
  const isAlone = ({ subject }: ShownRow) => counts.get(subject) === 1
  const rows = from.rows.filter(isFree)
  const row = random.pick(rows)
  if (row === undefined) return
  const isFlag = !isAlone(row) || random.below(3) === 0
  const mayCopy = !row.subject.startsWith(NAMELESS)
  const some = rows.filter((one) => one !== row && (isFlag || isAlone(one))).slice(0, random.below(4))
  const { act, effect } = isFlag ? flagAct(round) : moveAct(round, from, folders, mayCopy)
  const isCopy = act.kind === 'copy'
  const effects = [row, ...some.filter(({ subject }) => !(isCopy && subject.startsWith(NAMELESS)))].map(
    effect,
  )
  const messageIds = effects.map(({ row }) => row.id)
  const ask = () => world.engine().call('message.act', { messageIds, folderId: from.id, act })
  const changes = effects.map(({ row, deed, isIdle }) => ({ mail: row.subject, deed, isIdle }))
  const { undo } = await noted(round, changes, ask, ({ undo }) => undo !== null)
  if (undo !== null && random.below(5) === 0) await takeBack(round, undo, effects)
}

async function takeBack(round: Round, undo: UndoId, effects: readonly Effect[]): Promise<void> {
  const changes = effects.map(({ row, undo, isIdle }) => ({ mail: row.subject, deed: undo, isIdle }))
  const ask = () => round.world.engine().call('message.undo', { undo })
  try {
    await noted(round, changes, ask, () => true)
  } catch (error) {
    // Another program has taken all of them elsewhere since.
    if (round.isApart || !(error instanceof Error && error.message === 'not-found')) throw error
  }
}

async function emptyTrash(round: Round, trash: ShownFolder): Promise<void> {
  const changes = trash.rows.map(({ subject }) => ({
    ...{ mail: subject, deed: { kind: 'move', from: 'Trash', to: null } as const, isIdle: false },
  }))
  await noted(
    round,
    changes,
    () => round.world.engine().call('folder.empty', { folderId: trash.id }),
    () => true,
  )
}

function flagAct({ random }: Round): { act: Act; effect(row: ShownRow): Effect } {
  const on = random.below(2) === 0
  const flag = random.below(2) === 0 ? 'seen' : 'flagged'
  const name = flag === 'seen' ? '\\Seen' : '\\Flagged'
  return {
    act: { kind: 'flag', flag, on },
    effect: (row) => ({
      ...{ row, deed: { kind: 'flag', flag: name, on }, undo: { kind: 'flag', flag: name, on: !on } },
      isIdle: on === (flag === 'seen' ? !row.unread : row.flagged),
    }),
  }
}

function moveAct(
  { random }: Round,
  from: ShownFolder,
  folders: readonly ShownFolder[],
  mayCopy: boolean,
): { act: Act; effect(row: ShownRow): Effect } {
  const kind = random.pick(['archive', 'junk', 'trash', 'move', 'move', 'copy', 'delete'] as const)
  const to = random.pick(folders.filter(({ key }) => key !== from.key))
  const effect = (deed: Deed | null, undo: Deed | null) => (row: ShownRow) => ({
    ...{ row, deed, undo, isIdle: false },
  })
  if (kind === undefined || kind === 'delete' || to === undefined) {
    return { act: { kind: 'delete' }, effect: effect({ kind: 'move', from: from.key, to: null }, null) }
  }
  if (kind === 'copy' && mayCopy)
    return {
      act: { kind, to: to.id },
      effect: effect({ kind: 'copy', to: to.key }, { kind: 'uncopy', from: to.key }),
    }
  const isMove = kind === 'move' || kind === 'copy'
  const target = isMove ? to.key : FOLDERS[kind]
  const act: Act = isMove ? { kind: 'move', to: to.id } : { kind }
  // Archived from the archive, it stays.
  if (target === from.key) return { act, effect: effect(null, null) }
  return {
    act,
    effect: effect(
      { kind: 'move', from: from.key, to: target },
      { kind: 'move', from: target, to: from.key },
    ),
  }
}

/** Notes what it changes, whether or not the engine lives to answer. */
async function noted<T>(
  round: Round,
  changes: readonly { mail: string; deed: Deed | null; isIdle: boolean }[],
  ask: () => Promise<T>,
  hasEffect: (answer: T) => boolean,
): Promise<T> {
  const { expected, asked, isApart } = round
  for (const { mail } of changes) asked.add(mail)
  // What another program did may have been seen by a sync since the rows were read.
  const isKnown = (mail: string) => isApart || !expected.isOthers(mail)
  try {
    const answer = await ask()
    for (const { mail, deed, isIdle } of changes) {
      const isSure = isKnown(mail) || (changes.length === 1 && hasEffect(answer))
      if (deed) expected.byUser(mail, deed, isSure && !isIdle)
    }
    return answer
  } catch (error) {
    if (error instanceof Unanswered) {
      for (const { mail, deed } of changes) if (deed) expected.byUser(mail, deed, false)
    }
    throw error
  }
}
