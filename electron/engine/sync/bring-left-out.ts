import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { MAX_SOURCE_BYTES } from '../network/open-imap.ts'
import { fillIn, listLeftOut, readPieces, type StoredLeftOut, savePiece } from '../store/left-out.ts'
import { readKeptSource } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { fetchPiece } from './fetch-piece.ts'
import { openFolderOf } from './fetch-sources.ts'
import type { FetchWhereItIs } from './where-it-is.ts'

/** What is larger is not kept when somebody opens it: 50 MB take a second of an ordinary line to come again. */
export const MOST_KEPT = 50 * 1024 * 1024
/** One write, and one turn on the connection: what else the user opens comes in between. */
const PIECE = 1024 * 1024

/**
 * The bytes of an attachment that was left out, still encoded: those that are here, and the others from the server, which
 * are then here too. What came stays when the line is lost.
 *
 * @throws MailError 'message-too-large', 'message-unavailable' when the server has them no more.
 */
export async function bringLeftOut(
  store: Store,
  fetchWhereItIs: FetchWhereItIs,
  { messageId, at }: { messageId: MessageId; at: number },
): Promise<Buffer> {
  const one = listLeftOut(store.read, messageId).find((other) => other.at === at)
  if (one === undefined) throw new MailError('not-found')
  const { start, length } = one
  if (length > MAX_SOURCE_BYTES) throw new MailError('message-too-large')
  const pieces = [readPieces(store.read, messageId, at)]
  let { here } = one
  while (here < length) {
    const piece = await fetchNext({ messageId, start: start + here, count: Math.min(PIECE, length - here) })
    if (length <= MOST_KEPT) store.write((db) => savePiece(db, messageId, { at, here }, piece))
    pieces.push(piece)
    here += piece.length
  }
  return Buffer.concat(pieces)

  async function fetchNext(range: { messageId: MessageId; start: number; count: number }): Promise<Buffer> {
    let bytes: Buffer = Buffer.alloc(0)
    const isSent = await fetchWhereItIs(range.messageId, async (client, place) => {
      await openFolderOf(client, store, place)
      const piece = await fetchPiece(client, place.uid, range)
      if (piece !== null) bytes = piece.bytes
      return piece !== null
    })
    if (!isSent) throw new MailError('message-unavailable')
    if (bytes.length === 0 || bytes.length > range.count) throw new MailError('server-misbehaved')
    return bytes
  }
}

/** The whole mail as the server has it, of which the body is stored. @throws MailError, as above. */
export async function bringWhole(
  store: Store,
  fetchWhereItIs: FetchWhereItIs,
  messageId: MessageId,
): Promise<Uint8Array> {
  const kept = readKeptSource(store.read, messageId)
  if (kept === undefined) throw new MailError('message-unavailable')
  const all = listLeftOut(store.read, messageId)
  if (sizeOf(kept, all) > MAX_SOURCE_BYTES) throw new MailError('message-too-large')
  const bytes: Buffer[] = []
  for (const { at } of all) bytes.push(await bringLeftOut(store, fetchWhereItIs, { messageId, at }))
  return fillIn(kept, all, bytes)
}

function sizeOf(kept: Uint8Array, all: readonly StoredLeftOut[]): number {
  return all.reduce((sum, { length }) => sum + length, kept.length)
}
