import type { ImapFlow } from 'imapflow'
import { MailError, toMailFailure } from '../../../shared/errors.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { ActingFolder } from '../network/in-folder.ts'
import type { WritableDatabase } from '../store/database.ts'
import { type FolderState, readFolderState } from '../store/folders.ts'
import { begin, nextBatch, release, saveFailed } from '../store/operation-queue.ts'
import { isAwaited, type StoredOperation } from '../store/operations.ts'
import { type Arrival, finish } from '../store/settle-operation.ts'
import { loseUids, removeGone, removeGoneFolder } from '../store/stray-mails.ts'
import { appendMails } from './append-mails.ts'
import type { LookAround } from './find-strays.ts'
import { type ActingOn, createTarget, findInTarget, isMissing, listThere } from './server-folders.ts'
import { type Answer, type Told, tellServer } from './tell-server.ts'

const MOST_AT_ONCE = 1_000

export interface BatchParts extends ActingOn {
  look: LookAround
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
  if (target === undefined) return failAll(parts, peeked, 'not-found')
  if (first.kind === 'append' && target !== null) return appendMails(parts, target, first)
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

type Arrivals = ReadonlyMap<StoredOperation['id'], Exclude<Arrival, null>>

async function carryOut(
  parts: BatchParts,
  peeked: readonly StoredOperation[],
  target: FolderState | null,
  found: Arrivals,
): Promise<void> {
  const { store, account, inFolder } = parts
  const [first] = peeked
  if (first === undefined) return
  const source = readFolderState(store.read, first.folderId)
  // Their mails may be elsewhere.
  if (source === undefined) return store.write((db) => removeGoneFolder(db, first.folderId))
  const { told, answer } = await inFolder(account, source.path, async (client, folder) => {
    const path = target === null ? '' : await createTarget(client, store, target)
    const told = await claim(parts, peeked, client, folder, found)
    const options = { target: path, there: new Set(found.keys()) }
    return { told, answer: await tellServer(client, told, options) }
  })
  const leftOut = new Set([...answer.refused, ...answer.gone].map(({ id }) => id))
  const done = told.flatMap(({ operation }) => (leftOut.has(operation.id) ? [] : [operation]))
  const arrivals = new Map([...found, ...answer.arrivals])
  const unsaid = done.filter(({ id }) => !arrivals.has(id) && isAwaited(store.read, id))
  if (target !== null && unsaid.length > 0) {
    for (const [id, arrival] of await findInTarget(parts, target, unsaid, false, answer.among))
      arrivals.set(id, arrival)
  }
  finishAll(parts, done, arrivals)
  if (told.length < peeked.length || answer.gone.length > 0) parts.folderChanged(source.id)
  await dealWithRest(
    parts,
    answer,
    target === null || target.uidValidity === null ? [source] : [source, target],
  )
}

/** @throws MailError 'not-found' when they were refused because one of these folders is not there any more. */
async function dealWithRest(
  parts: BatchParts,
  answer: Answer,
  folders: readonly FolderState[],
): Promise<void> {
  const { store } = parts
  store.write((db) => {
    for (const operation of answer.gone) {
      release(db, operation.id)
      loseMail(db, operation, true)
    }
  })
  if (answer.refused.length === 0) return
  for (const folder of folders) {
    if (!(await isMissing(parts, folder))) continue
    store.write((db) => {
      for (const { id } of answer.refused) release(db, id)
    })
    throw new MailError('not-found')
  }
  failAll(parts, answer.refused, 'server-refused')
}

/**
 * Marks as begun what the user has not changed while this waited for its turn, and whose mail is there. What is not,
 * another program has moved, unless the server was told of it before: then it has been done.
 */
async function claim(
  parts: BatchParts,
  peeked: readonly StoredOperation[],
  client: ImapFlow,
  folder: ActingFolder,
  found: Arrivals,
): Promise<Told[]> {
  const ids = new Set(peeked.map(({ id }) => id))
  const [first] = peeked
  const there = await listThere(client, folder, peeked)
  return parts.store.writeSafely((db) => {
    const batch = peekBatch(parts).filter(
      ({ id, kind, folderId, targetId }) =>
        ids.has(id) && kind === first?.kind && folderId === first.folderId && targetId === first.targetId,
    )
    return batch.flatMap((operation) => {
      const { id, kind, unsure, uid } = operation
      if (uid !== null && there.has(uid)) {
        begin(db, id)
        return [{ operation, uid }]
      }
      const isSame = operation.uidValidity === folder.uidValidity
      if (found.has(id) || (isSame && kind === 'delete' && unsure === 1)) {
        finish(db, id, found.get(id) ?? null)
      } else loseMail(db, operation, isSame)
      return []
    })
  })
}

/** @param isSame whether the folder is the one that it was, and has other mails by the same UIDs otherwise. */
function loseMail(db: WritableDatabase, { folderId, uid }: StoredOperation, isSame: boolean): void {
  if (!isSame) loseUids(db, folderId)
  else if (uid !== null) removeGone(db, folderId, [uid])
}

function finishAll({ store }: BatchParts, all: readonly StoredOperation[], arrivals: Arrivals): void {
  store.write((db) => {
    for (const { id } of all) finish(db, id, arrivals.get(id) ?? null)
  })
}

function failAll(
  { store }: BatchParts,
  all: readonly StoredOperation[],
  code: 'not-found' | 'server-refused',
): void {
  store.write((db) => {
    for (const { id } of all) saveFailed(db, id, toMailFailure(new MailError(code)), false)
  })
}
