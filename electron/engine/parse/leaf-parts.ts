import { type MimePart, readMimeTree } from './mime-tree.ts'
import { isBodyText } from './read-body.ts'
import { isReadUnshown } from './read-unshown.ts'

/** A part without parts of its own, in the place where BODYSTRUCTURE (RFC 3501 7.4.2) lists it too. */
export interface LeafPart {
  part: MimePart
  /** Of the multipart that it is in; null: it is the whole mail. */
  boundary: string | null
  /** Nothing is read out of its bytes: they can be fetched when somebody asks for them. */
  isFile: boolean
}

/**
 * The leaves of a mail, or of its beginning, in order. A message inside it is one.
 *
 * @returns null: it goes beyond what is read.
 */
export function listLeaves(source: Buffer): LeafPart[] | null {
  const { root, truncated } = readMimeTree(source)
  if (truncated) return null
  const leaves: LeafPart[] = []
  function visit(part: MimePart, boundary: string | null): void {
    if (part.children.length === 0) leaves.push({ part, boundary, isFile: isFile(part) })
    for (const child of part.children) visit(child, part.boundary)
  }
  visit(root, null)
  return leaves
}

function isFile(part: MimePart): boolean {
  // A message inside is named by its subject.
  const isRead = /^(?:multipart|message)\//.test(part.mediaType) || isReadUnshown(part.mediaType)
  return !isRead && !isBodyText(part)
}
