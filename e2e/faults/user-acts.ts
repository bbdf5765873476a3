import type { AccountId } from '../../shared/models/account.ts'
import type { Act } from '../../shared/models/operation.ts'
import { type EngineProcess, Unanswered } from './engine-process.ts'
import { type Change, copied, type Expected, flagged, moved } from './expected.ts'
import type { Random } from './random.ts'
import { readShown, type ShownFolder, toMailboxes } from './read-mailboxes.ts'

const FOLDERS = { archive: 'Archive', junk: 'Junk', trash: 'Trash' } as const

/** One random act, and now and then its undo. @throws Unanswered */
export async function actAsUser(
  engine: EngineProcess,
  accountId: AccountId,
  random: Random,
  expected: Expected,
): Promise<void> {
  const folders = await readShown(engine, accountId)
  const from = random.pick(folders.filter(({ rows }) => rows.length > 0))
  if (from === undefined) return
  if (from.path === 'Trash' && random.below(4) === 0) {
    const change = moved('Trash', null)
    const empty = () => engine.call('folder.empty', { folderId: from.id })
    await noted(
      expected,
      from.rows.map(({ subject }) => [subject, change]),
      empty,
    )
    return
  }
  const places = toMailboxes(folders)
  // A copy elsewhere makes of a move what no two programs agree on, so such mails are only flagged.
  const isCopied = (subject: string) => (places.get(subject)?.length ?? 0) > 1
  const row = random.pick(from.rows)
  if (row === undefined) return
  const isFlag = isCopied(row.subject) || random.below(3) === 0
  const mails = from.rows.filter((one) => isFlag || !isCopied(one.subject)).slice(0, 1 + random.below(4))
  const chosen = mails.includes(row) ? mails : [row]
  const { act, change } = isFlag ? flagAct(random) : moveAct(from, folders, random)
  const messageIds = chosen.map(({ id }) => id)
  const changes = chosen.map(({ subject }): [string, Change] => [subject, change])
  const { undo } = await noted(expected, changes, () =>
    engine.call('message.act', { messageIds, folderId: from.id, act }),
  )
  if (undo === null || random.below(5) > 0) return
  const back = chosen.map(({ subject }): [string, Change] => [subject, () => places.get(subject) ?? []])
  await noted(expected, back, () => engine.call('message.undo', { undo }))
}

function flagAct(random: Random): { act: Act; change: Change } {
  const on = random.below(2) === 0
  const flag = random.below(2) === 0 ? 'seen' : 'flagged'
  return { act: { kind: 'flag', flag, on }, change: flagged(flag === 'seen' ? '\\Seen' : '\\Flagged', on) }
}

function moveAct(
  from: ShownFolder,
  folders: readonly ShownFolder[],
  random: Random,
): { act: Act; change: Change } {
  const kind = random.pick(['archive', 'junk', 'trash', 'move', 'move', 'copy', 'delete'] as const)
  // Sent is never renamed by the other program.
  const to = random.pick(folders.filter(({ path }) => path !== from.path && !path.startsWith('Work')))
  if (kind === undefined || kind === 'delete' || to === undefined) {
    return { act: { kind: 'delete' }, change: moved(from.path, null) }
  }
  if (kind === 'move') return { act: { kind, to: to.id }, change: moved(from.path, to.path) }
  if (kind === 'copy') return { act: { kind, to: to.id }, change: copied(from.path, to.path) }
  return { act: { kind }, change: moved(from.path, FOLDERS[kind]) }
}

/** Notes what it changes, whether or not the engine lives to answer. */
async function noted<T>(
  expected: Expected,
  changes: readonly (readonly [mail: string, change: Change])[],
  ask: () => Promise<T>,
): Promise<T> {
  const note = (isAnswered: boolean) => {
    for (const [mail, change] of changes) expected.byUser(mail, change, isAnswered)
  }
  try {
    const result = await ask()
    note(true)
    return result
  } catch (error) {
    if (error instanceof Unanswered) note(false)
    throw error
  }
}
