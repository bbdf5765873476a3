import type { ImapFlow } from 'imapflow'
import { MailError, toMailFailure } from '../../../shared/errors.ts'
import type { ActingFolder } from '../network/in-folder.ts'
import { forgetBody } from '../store/bodies.ts'
import { type FolderState, readFolderState } from '../store/folders.ts'
import { listLookAlikes, type MailLook, readLook } from '../store/mail-look.ts'
import { readSource } from '../store/messages.ts'
import { keptSince } from '../store/offline.ts'
import { begin, nextBatch, saveFailed } from '../store/operation-queue.ts'
import { readOperation, type StoredOperation } from '../store/operations.ts'
import { type Arrival, finish } from '../store/settle-operation.ts'
import { findMails } from './find-mails.ts'
import { refusalOf } from './refusal.ts'
import { type ActingOn, createTarget } from './server-folders.ts'

/** Candidates without a name of which all bytes are compared. */
const MOST_COMPARED = 20

/** With the folder open once; then other acts have their turn. */
const MOST_IN_ONE_GO = 8

type AppendParts = ActingOn & { now(): number }

/**
 * Puts mails that come from here into a folder, one by one, as long as nothing else is to be done. One that may be there
 * already, since the answer was lost, is looked for first.
 *
 * @throws MailError. What was begun is then `running`, and all else as it was.
 */
export async function appendMails(
  parts: AppendParts,
  target: FolderState,
  first: StoredOperation,
): Promise<void> {
  const { store, account, inFolder, now } = parts
  if (target.uidValidity === null) {
    await inFolder(account, 'INBOX', (client) => createTarget(client, store, target))
  }
  const path = readFolderState(store.read, target.id)?.path ?? target.path
  await inFolder(account, path, async (client, folder) => {
    let next: StoredOperation | undefined = first
    for (let count = 0; count < MOST_IN_ONE_GO && next?.kind === 'append'; count += 1) {
      const operation = readOperation(store.read, next.id)
      // The user may have taken it elsewhere meanwhile, or away.
      if (operation?.state !== 'queued' || operation.targetId !== target.id) return
      await appendMail(parts, { client, folder, path }, operation)
      next = nextBatch(store.read, account.id, now(), 1)[0]
    }
  })
}

interface Place {
  client: ImapFlow
  folder: ActingFolder
  path: string
}

async function appendMail(
  { store, account, now }: AppendParts,
  place: Place,
  { id, messageId, folderId, targetUid, unsure, placedFlags }: StoredOperation,
): Promise<void> {
  const fail = (error: MailError) => store.write((db) => saveFailed(db, id, toMailFailure(error), false))
  const look = readLook(store.read, messageId)
  const source = readSource(store.read, messageId)
  if (look === undefined || source === undefined) {
    fail(new MailError('message-unavailable', { retry: 'never' }))
    return
  }
  const mail = { source: Buffer.from(source), flags: placedFlags ?? '', look }
  store.writeSafely((db) => begin(db, id))
  // A sync may have seen it.
  const isThere = (targetUid ?? 0) > 0
  const others = new Set(listLookAlikes(store.read, folderId, messageId, look))
  const found = unsure === 1 && !isThere ? await find(place, mail, others) : null
  const arrival = isThere ? null : (found ?? (await append(place, mail, others)))
  if (arrival === 'refused') {
    fail(refusalOf(place.client))
    return
  }
  store.write((db) => {
    finish(db, id, arrival)
    if (look.receivedAt < keptSince(db, account.id, now())) forgetBody(db, messageId)
  })
}

interface Mail {
  source: Buffer
  /** As they are stored. */
  flags: string
  look: MailLook
}

async function append(
  { client, folder, path }: Place,
  { source, flags, look }: Mail,
  others: ReadonlySet<number>,
): Promise<Arrival | 'refused'> {
  try {
    const answer = await client.append(
      path,
      source,
      flags.split(' ').filter(Boolean),
      new Date(look.receivedAt),
    )
    if (answer === false) throw refusalOf(client)
    const { uid, uidValidity } = answer
    // A UID without UIDVALIDITY is one that was guessed.
    if (uid !== undefined && uidValidity !== undefined) return { uid, uidValidity: Number(uidValidity) }
  } catch (error) {
    // NO and BAD are about this mail, or the place that it takes (RFC 3501 6.3.11, RFC 7889).
    if (client.usable && error instanceof Error && isRefusal(error)) return 'refused'
    throw error
  }
  return findByLook(client, folder, look, others)
}

function isRefusal(error: Error & { responseStatus?: unknown; serverResponseCode?: unknown }): boolean {
  const { responseStatus, serverResponseCode } = error
  return responseStatus === 'NO' || responseStatus === 'BAD' || serverResponseCode === 'APPENDLIMIT'
}

/** @param others UIDs of mails that look the same and are others. */
async function find(
  { client, folder }: Place,
  { source, look }: Mail,
  others: ReadonlySet<number>,
): Promise<Arrival> {
  if (look.messageIdHeader !== null) return findByLook(client, folder, look, others)
  const uid = await findBytes(client, source)
  return uid === undefined ? null : { uid, uidValidity: folder.uidValidity }
}

async function findByLook(
  client: ImapFlow,
  { uidValidity }: ActingFolder,
  look: MailLook,
  others: ReadonlySet<number>,
): Promise<Arrival> {
  const uid = (await findMails(client, new Map([['mail', look]]), others, false)).get('mail')
  return uid === undefined ? null : { uid, uidValidity }
}

/** A mail without a name is known by all that is in it. */
async function findBytes(client: ImapFlow, source: Buffer): Promise<number | undefined> {
  const sizes = { larger: source.length - 1, smaller: source.length + 1 }
  const answer = await client.search(sizes, { uid: true })
  if (!Array.isArray(answer)) throw refusalOf(client)
  for (const uid of answer.sort((a, b) => b - a).slice(0, MOST_COMPARED)) {
    const there = await client.fetchOne(`${uid}`, { source: true }, { uid: true })
    if (there !== false && there.source?.equals(source)) return uid
  }
  return undefined
}
