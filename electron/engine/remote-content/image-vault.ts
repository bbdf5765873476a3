/**
 * Pictures that were fetched once, kept with their message: a second open, a print or a reply shows these bytes
 * and asks no server again.
 */
import { createHash } from 'node:crypto'
import { MailError } from '../../../shared/errors.ts'
import type { ReferenceId } from '../../../shared/models/remote-content.ts'
import type { Store } from '../store/open-store.ts'
import { setReferenceState } from '../store/references.ts'
import { getPicture, putPicture } from '../store/vault.ts'

export interface KeptPicture {
  mediaType: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Keeps one picture for all references that stand for it, and marks them loaded, in one transaction. */
export function keepPicture(store: Store, ids: readonly ReferenceId[], picture: KeptPicture): void {
  const sha256 = createHash('sha256').update(picture.bytes).digest('hex')
  store.write((db) => {
    for (const referenceId of ids) {
      putPicture(db, { referenceId, sha256, mediaType: picture.mediaType, bytes: picture.bytes })
      setReferenceState(db, referenceId, 'loaded')
    }
  })
}

/** @throws MailError('not-found') when the reference was never loaded. */
export function readPicture(store: Store, id: ReferenceId): KeptPicture {
  const picture = getPicture(store.read, id)
  if (picture === undefined) throw new MailError('not-found')
  // A copy that owns its memory: what crosses to the page by structured clone must not drag more along.
  return { mediaType: picture.mediaType, bytes: new Uint8Array(picture.bytes) }
}
