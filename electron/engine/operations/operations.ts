import { setImmediate as nextTurn } from 'node:timers/promises'
import { MailError } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Act, OperationId, PendingOperations, UndoId } from '../../../shared/models/operation.ts'
import { messageIdOf } from '../parse/message-id-of.ts'
import { listAccounts } from '../store/accounts.ts'
import type { WritableDatabase } from '../store/database.ts'
import { type FolderState, readFolderState } from '../store/folders.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import {
  type ActGroup,
  copy,
  leave,
  listMessageIds,
  type Place,
  placeOf,
  placesOf,
  setFlag,
} from '../store/local-effect.ts'
import { listFailed, retryFailed } from '../store/operation-queue.ts'
import { forgetOldUndo, listOperations, readOperation, type StoredOperation } from '../store/operations.ts'
import { placeNewMail } from '../store/place-new-mail.ts'
import { discard, undoSome } from '../store/settle-operation.ts'
import { type AppendRoom, createAppendRooms } from './append-room.ts'
import { roleFolder } from './role-folder.ts'
import { createQueue, type QueueParts } from './run-queue.ts'

export interface Operations {
  /**
   * @param quiet it can't be undone, and when the server knows nothing is left of it: what was done as a mail was opened
   *   would be a diary of reading.
   * @throws MailError 'not-found' for a folder that is not there, 'bad-request' for one of another account.
   */
  act(
    messageIds: readonly MessageId[],
    folderId: FolderId,
    act: Act,
    quiet?: boolean,
  ): Promise<{ undo: UndoId | null }>
  /** @throws MailError 'not-found' when nothing of it can be taken back. */
  undo(undo: UndoId): Promise<void>
  /** @throws MailError 'bad-request' for a folder that is neither junk nor trash. */
  empty(folderId: FolderId): Promise<void>
  /**
   * Puts a mail that comes from here into a folder: stored and shown there when this ends, and on the server once.
   *
   * @throws MailError 'not-found' for a folder that is not there.
   */
  append(folderId: FolderId, mail: OwnMail): Promise<void>
  /** For who puts many there. */
  appendRoom(folderId: FolderId, signal: AbortSignal): AppendRoom
  list(): PendingOperations
  /** @throws MailError 'not-found' when it waits for no user. */
  retry(id: OperationId): void
  retryAll(): void
  /** @throws MailError 'not-found'; 'bad-request' while the server is being asked. */
  discard(id: OperationId): void
  /** From now on the servers are told, of what was left by the last run too. */
  resume(): void
  /** The account's server can be reached, it seems. */
  reachable(accountId: AccountId): void
  stop(): Promise<void>
}

export interface OwnMail {
  /** RFC 5322 with CRLF at the ends of lines. */
  source: Buffer
  /** IMAP flags. */
  flags: readonly string[]
  /** Unix time in ms; null: now. */
  receivedAt: number | null
}

export interface OperationParts extends Omit<QueueParts, 'changed'> {
  /** All that is to be stored of a mail. */
  derive(source: Buffer, account: Account): Promise<IngestedMessage>
  messageChanged(messageId: MessageId): void
  operationChanged(accountId: AccountId): void
}

/** A transaction of this many lets clicks through in between. */
const MAILS_AT_ONCE = 200
/** Of more the page is told by their folders alone. */
const NAMED_MAILS = 1_000

/** What the user does to mails: stored and shown at once, told to the server as soon as it can be. */
export function createOperations(parts: OperationParts): Operations {
  const { store } = parts
  const rooms = createAppendRooms(store)
  const queue = createQueue({
    ...parts,
    changed(accountId, trouble) {
      rooms.changed(accountId, trouble)
      parts.operationChanged(accountId)
    },
  })

  function accountOf(accountId: AccountId): Account | undefined {
    return listAccounts(store.read).find(({ id }) => id === accountId)
  }

  function toServer(accountId: AccountId): void {
    parts.operationChanged(accountId)
    const account = accountOf(accountId)
    if (account) queue.kick(account)
  }

  function folderOf(folderId: FolderId): FolderState {
    const folder = readFolderState(store.read, folderId)
    if (folder === undefined) throw new MailError('not-found')
    return folder
  }

  /** Runs `each` for every mail, and tells the page what is another than it was. */
  async function actOnEach(
    messageIds: readonly MessageId[],
    each: (db: WritableDatabase, messageId: MessageId) => FolderId[],
  ): Promise<boolean> {
    const folders = new Set<FolderId>()
    const messages: MessageId[] = []
    for (let start = 0; start < messageIds.length; start += MAILS_AT_ONCE) {
      if (start > 0) await nextTurn()
      // The disk is waited for once, when all is written.
      const isLast = start + MAILS_AT_ONCE >= messageIds.length
      store[isLast ? 'writeSafely' : 'write']((db) => {
        for (const id of messageIds.slice(start, start + MAILS_AT_ONCE)) {
          const changed = each(db, id)
          for (const folderId of changed) folders.add(folderId)
          if (changed.length > 0) messages.push(id)
        }
      })
    }
    tell(folders, messages)
    return messages.length > 0
  }

  function tell(folders: ReadonlySet<FolderId>, messages: readonly MessageId[]): void {
    for (const folderId of folders) parts.folderChanged(folderId)
    if (messages.length > NAMED_MAILS) return
    for (const messageId of messages) parts.messageChanged(messageId)
  }

  /** Where the act takes mails: null is for ever. */
  function targetOf(act: Exclude<Act, { kind: 'flag' }>, folder: FolderState): FolderId | null {
    if (act.kind === 'delete') return null
    if (act.kind === 'move' || act.kind === 'copy') {
      if (folderOf(act.to).accountId !== folder.accountId) throw new MailError('bad-request')
      return act.to
    }
    const role = act.kind === 'not-junk' ? 'inbox' : act.kind
    return store.write((db) => roleFolder(db, folder.accountId, role))
  }

  async function act(messageIds: readonly MessageId[], folderId: FolderId, wish: Act, quiet = false) {
    const folder = folderOf(folderId)
    const group: ActGroup = { undo: null, undoable: wish.kind !== 'delete' && !quiet }
    store.write(forgetOldUndo)
    const isAny =
      wish.kind === 'flag'
        ? await actOnEach(messageIds, (db, id) => {
            const flag = wish.flag === 'seen' ? '\\seen' : '\\flagged'
            const places = placesOf(db, id).filter((place) => place.accountId === folder.accountId)
            return places.filter((place) => setFlag(db, group, place, flag, wish.on)).map(idOfFolder)
          })
        : await moveAll(messageIds, folder, wish, group)
    if (isAny) toServer(folder.accountId)
    return { undo: group.undo }
  }

  function moveAll(
    messageIds: readonly MessageId[],
    folder: FolderState,
    wish: Exclude<Act, { kind: 'flag' }>,
    group: ActGroup,
  ): Promise<boolean> {
    const targetId = targetOf(wish, folder)
    return actOnEach(messageIds, (db, id) => {
      const place = placeOf(db, id, folder.id)
      if (place === undefined) return []
      const isCopy = wish.kind === 'copy' && targetId !== null
      const isDone = isCopy ? copy(db, group, place, targetId) : leave(db, group, place, targetId)
      if (!isDone) return []
      return targetId === null ? [folder.id] : [folder.id, targetId]
    })
  }

  /** What the page shows of these mails. */
  function tellOf(operations: readonly StoredOperation[]): void {
    const folders = operations.flatMap(({ folderId, targetId, messageId }) => [
      ...[folderId, ...(targetId === null ? [] : [targetId])],
      ...placesOf(store.read, messageId).map(idOfFolder),
    ])
    tell(new Set(folders), [...new Set(operations.map(({ messageId }) => messageId))])
    for (const accountId of new Set(operations.map((one) => one.accountId))) toServer(accountId)
  }

  return {
    act,
    async undo(id) {
      let isAny = false
      for (;;) {
        const { met, undone } = store.writeSafely((db) => undoSome(db, id, MAILS_AT_ONCE))
        if (met === 0) break
        isAny ||= undone.length > 0
        tellOf(undone)
        await nextTurn()
      }
      if (!isAny) throw new MailError('not-found')
    },
    async empty(folderId) {
      const { role } = folderOf(folderId)
      if (role !== 'junk' && role !== 'trash') throw new MailError('bad-request')
      await act(listMessageIds(store.read, folderId), folderId, { kind: 'delete' })
    },
    async append(folderId, { source, flags, receivedAt }) {
      const { accountId } = folderOf(folderId)
      const account = accountOf(accountId)
      if (account === undefined) throw new MailError('not-found')
      const ingested = await parts.derive(source, account)
      const second = Math.floor((receivedAt ?? Date.now()) / 1_000) * 1_000
      const facts = { messageIdHeader: messageIdOf(source), size: source.length, receivedAt: second, flags }
      store.writeSafely((db) => placeNewMail(db, accountId, folderId, facts, ingested))
      parts.folderChanged(folderId)
      toServer(accountId)
    },
    appendRoom: (folderId, signal) => rooms.open(folderOf(folderId).accountId, signal),
    list: () => listOperations(store.read),
    retry(id) {
      const operation = readOperation(store.read, id)
      if (operation === undefined || !store.write((db) => retryFailed(db, id)))
        throw new MailError('not-found')
      toServer(operation.accountId)
    },
    retryAll() {
      for (const { id } of listAccounts(store.read)) {
        const failed = listFailed(store.read, id)
        if (failed.length === 0) continue
        store.write((db) => failed.map((one) => retryFailed(db, one)))
        toServer(id)
      }
    },
    discard(id) {
      const operation = readOperation(store.read, id)
      if (operation === undefined || operation.state === 'done') throw new MailError('not-found')
      if (operation.state === 'running') throw new MailError('bad-request')
      store.write((db) => discard(db, operation))
      tellOf([operation])
    },
    resume() {
      for (const account of listAccounts(store.read)) queue.hurry(account)
    },
    reachable(accountId) {
      const account = accountOf(accountId)
      if (account) queue.hurry(account)
    },
    stop: queue.stop,
  }
}

function idOfFolder({ folderId }: Place): FolderId {
  return folderId
}
