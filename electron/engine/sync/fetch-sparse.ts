import type { ImapFlow, MessageStructureObject } from 'imapflow'
import { MAX_SOURCE_BYTES } from '../network/open-imap.ts'
import { listLeaves } from '../parse/leaf-parts.ts'
import { encodedLimit, type LeftOut } from '../store/left-out.ts'
import { fetchPiece } from './fetch-piece.ts'

export interface SparseSource {
  /** The mail as it came, but for attachments that are empty in it. */
  source: Buffer
  leftOut: LeftOut[]
}

/** Headers and text of most mails. */
const FIRST_PIECE = 64 * 1024
/** Longer where as much is known: all of it is read again after each. */
const LATER_PIECE = 512 * 1024

/** Multiparts of RFC 1847, and S/MIME. */
const SEALED = /^(?:multipart\/(?:signed|encrypted)|application\/(?:x-)?pkcs7-mime)$/i

/**
 * Fetches a mail but for its large attachments: piece by piece up to the first byte of one, and on from its last. Where
 * that is the server's BODYSTRUCTURE says; it is believed only as long as a boundary follows there, so what comes of it
 * has all else of the mail byte by byte.
 *
 * @param largest bytes: attachments above it are left out.
 * @returns null: the mail is to be fetched whole, because there are none, it is signed or encrypted, or the server's word
 *   is not enough; 'absent': it sent none.
 */
export async function fetchSparse(
  client: ImapFlow,
  { uid, size }: { uid: number; size: number },
  largest: number,
): Promise<SparseSource | 'absent' | null> {
  const leftOut: LeftOut[] = []
  const limit = encodedLimit(largest)
  let known = Buffer.alloc(0)
  // Of each leaf in order, as it is encoded.
  let lengths: number[] = []
  let at = 0
  // Of the multipart in which an attachment was left out just now; null: it was the whole mail.
  let boundary: string | null | undefined
  for (;;) {
    const count = at === 0 ? FIRST_PIECE : Math.max(LATER_PIECE, known.length)
    const piece = await fetchPiece(client, uid, { start: at, count, withStructure: at === 0 })
    if (piece === null) return at === 0 ? 'absent' : null
    const { bytes, structure } = piece
    if (at === 0) {
      const parts = partsOf(structure)
      if (parts.some(({ type }) => SEALED.test(type))) return null
      lengths = parts.filter((part) => childrenOf(part).length === 0).map((leaf) => leaf.size ?? 0)
      if (!lengths.some((length) => length > limit)) return null
    }
    // One that does not know of pieces sends more.
    if (bytes.length > count || (boundary !== undefined && !isEndOfPart(bytes, boundary))) return null
    boundary = undefined
    known = Buffer.concat([known, bytes])
    at += bytes.length
    if (known.length > MAX_SOURCE_BYTES || at > 2 * size + LATER_PIECE) return null

    const leaves = listLeaves(known)
    if (leaves === null) return null
    const isEnd = bytes.length === 0 || (at === size && bytes.length < count)
    if (isEnd) return leaves.length === lengths.length ? { source: known, leftOut } : null

    const last = leaves.at(-1)
    const length = lengths[leaves.length - 1]
    if (last === undefined || length === undefined) return null
    const { start: begins } = last.part
    const hasBegun = endsHeaders(known, begins) && known.length - begins < length
    if (!last.isFile || length <= limit || !hasBegun) continue
    const start = at - (known.length - begins)
    leftOut.push({ at: begins, start, length })
    known = known.subarray(0, begins)
    at = start + length
    boundary = last.boundary
  }
}

/** What stands behind the last byte of a part (RFC 2046 5.1.1), or of the whole mail. */
function isEndOfPart(bytes: Buffer, boundary: string | null): boolean {
  if (boundary === null) return bytes.length === 0
  const [, line = ''] = /^\r?\n(.*)/.exec(bytes.toString('latin1', 0, boundary.length + 10)) ?? []
  return line.startsWith(`--${boundary}`)
}

/** All parts but those of mails inside it, in order. Without recursion: they are as deep as the sender likes. */
function partsOf(root: MessageStructureObject | undefined): MessageStructureObject[] {
  const open = root === undefined ? [] : [root]
  const parts: MessageStructureObject[] = []
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    parts.push(node)
    open.push(...childrenOf(node).toReversed())
  }
  return parts
}

function childrenOf({ type, childNodes = [] }: MessageStructureObject): MessageStructureObject[] {
  return type.toLowerCase() === 'message/rfc822' ? [] : childNodes
}

/** A piece may end amid the headers of a part: what seems to be its first byte is none then. */
function endsHeaders(known: Buffer, start: number): boolean {
  return /\n\r?\n$/.test(known.toString('latin1', Math.max(0, start - 3), start))
}
