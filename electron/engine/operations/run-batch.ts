import { MailError, toMailFailure } from '../../../shared/errors.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import { type FolderState, readFolderState } from '../store/folders.ts'
import { begin, isAwaited, nextBatch, type StoredOperation, saveFailed } from '../store/operations.ts'
import { type Arrival, finish } from '../store/settle-operation.ts'
import { type ActingOn, createTarget, findInTarget, isMissing, locate } from './server-folders.ts'
import { tellServer } from './tell-server.ts'

/** A command line that every server takes, even where the UIDs have six digits. */
const MOST_AT_ONCE = 1_000

export interface BatchParts extends ActingOn {
  /** Unix time in ms. */
  now(): number
  folderChanged(folderId: FolderId): void
}

export function peekBatch({ store, account, now }: BatchParts): StoredOperation[] {
  return nextBatch(store.read, account.id, now(), MOST_AT_ONCE)
}

/**
 * Does what stands first in the account's queue, and all that is like it. Each is marked as begun before the server
 * hears of it, so that nothing is done twice or forgotten wherever this ends.
 *
 * @throws MailError. What was begun is then `running`, and all else as it was.
 */
export async function runBatch(parts: BatchParts, peeked: readonly StoredOperation[]): Promise<void> {
  const { store } = parts
  const [first] = peeked
  if (first === undefined) return
  const target = first.targetId === null ? null : readFolderState(store.read, first.targetId)
  if (target === undefined) return failAll(parts, peeked, new MailError('not-found'))
  const found =
    first.unsure === 1 && target !== null ? await findInTarget(parts, target, peeked, true) : new Map()
  const isCopy = first.kind === 'copy'
  if (isCopy)
    finishAll(
      parts,
      peeked.filter(({ id }) => found.has(id)),
      found,
    )
  const rest = isCopy ? peeked.filter(({ id }) => !found.has(id)) : peeked
  if (rest.length > 0) await carryOut(parts, rest, target, found)
}

type Arrivals = ReadonlyMap<StoredOperation['id'], Arrival>

async function carryOut(
  parts: BatchParts,
  peeked: readonly StoredOperation[],
  target: FolderState | null,
  found: Arrivals,
): Promise<void> {
  const { store, account, inFolder } = parts
  const [first] = peeked
  const source = first && readFolderState(store.read, first.folderId)
  if (source === undefined) return goneWithItsFolder(parts, peeked, found)
  const { batch, answer } = await inFolder(account, source.path, async (client, folder) => {
    const path = target === null ? '' : await createTarget(client, store, target)
    const claimed = claim(parts, peeked)
    const told = await locate(client, store, folder, claimed)
    const options = { target: path, there: new Set(found.keys()) }
    return { batch: claimed, answer: await tellServer(client, told, options) }
  })
  const refused = new Set(answer.refused)
  if (refused.size > 0) {
    const isTargetGone = target !== null && (await isMissing(parts, target))
    failAll(parts, answer.refused, new MailError(isTargetGone ? 'not-found' : 'server-refused'))
  }
  const done = batch.filter((operation) => !refused.has(operation))
  const arrivals = new Map<StoredOperation['id'], Arrival>([...found, ...answer.arrivals])
  const unsaid = done.filter(({ id }) => !arrivals.has(id) && isAwaited(store.read, id))
  if (target !== null && unsaid.length > 0) {
    for (const [id, arrival] of await findInTarget(parts, target, unsaid, false)) arrivals.set(id, arrival)
  }
  finishAll(parts, done, arrivals)
}

/** The user may have changed what was not begun while this waited for its turn. */
function claim(parts: BatchParts, peeked: readonly StoredOperation[]): StoredOperation[] {
  const ids = new Set(peeked.map(({ id }) => id))
  const [first] = peeked
  return parts.store.write((db) => {
    const batch = peekBatch(parts).filter(
      ({ id, kind, targetId }) => ids.has(id) && kind === first?.kind && targetId === first.targetId,
    )
    for (const { id } of batch) begin(db, id)
    return batch
  })
}

/** There is nothing left to flag or to delete; what was to go elsewhere can't be found any more. */
function goneWithItsFolder(parts: BatchParts, all: readonly StoredOperation[], found: Arrivals): void {
  const isLost = ({ id, kind }: StoredOperation) => (kind === 'move' || kind === 'copy') && !found.has(id)
  failAll(parts, all.filter(isLost), new MailError('not-found'))
  finishAll(
    parts,
    all.filter((operation) => !isLost(operation)),
    found,
  )
}

function finishAll(parts: BatchParts, all: readonly StoredOperation[], arrivals: Arrivals): void {
  const left = parts.store.write((db) => all.filter(({ id }) => finish(db, id, arrivals.get(id) ?? null)))
  for (const folderId of new Set(left.map(({ targetId }) => targetId))) {
    if (folderId !== null) parts.folderChanged(folderId)
  }
}

function failAll({ store }: BatchParts, all: readonly StoredOperation[], error: MailError): void {
  store.write((db) => {
    for (const { id } of all) saveFailed(db, id, toMailFailure(error), false)
  })
}
