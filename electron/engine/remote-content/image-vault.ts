/**
 * Pictures that were fetched once, kept with their message: a second open, a print or a reply shows these bytes
 * and asks no server again.
 */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { MailError } from '../../../shared/errors.ts'
import type { ForgetScope } from '../../../shared/models/forget-scope.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ReferenceId } from '../../../shared/models/remote-content.ts'
import { PictureError } from '../network/picture-error.ts'
import type { WritableDatabase } from '../store/database.ts'
import type { Store } from '../store/open-store.ts'
import {
  deleteUnused,
  evictBeyond,
  forgetPictures,
  getPicture,
  markDamaged,
  markRead,
  putPicture,
} from '../store/vault.ts'

export interface KeptPicture {
  mediaType: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface ImageVault {
  /**
   * Keeps one picture for all references that stand for it, and marks them loaded.
   *
   * @throws MailError('disk-full'); none is marked then.
   */
  keep(ids: readonly ReferenceId[], picture: KeptPicture): void
  /**
   * @throws MailError('not-found') when the reference was never loaded; PictureError('damaged') when the disk
   *   gave back other bytes than it was given: the references say so from then on, and it can be loaded again.
   */
  read(id: ReferenceId): KeptPicture
  /** What is forgotten comes back only when somebody asks for it by hand. */
  forget(scope: ForgetScope): Promise<void>
  /** Forgets what was not looked at for longest until the rest is within the limit. */
  trim(): Promise<void>
}

export interface ImageVaultParts {
  store: Store
  /** Of all pictures together. */
  maxBytes(): number
  /** Called for each message whose pictures changed without its being asked. */
  announce(messageId: MessageId): void
}

const DAY_MS = 86_400_000

export function createImageVault({ store, maxBytes, announce }: ImageVaultParts): ImageVault {
  const today = () => Math.floor(Date.now() / DAY_MS)

  function reportDamage(sha256: string): never {
    const shown = store.write((db) => {
      const messages = markDamaged(db, sha256)
      deleteUnused(db, sha256)
      return messages
    })
    for (const messageId of shown) announce(messageId)
    throw new PictureError('damaged')
  }

  /** In small transactions: the page can ask for something in between. */
  async function takeAway(some: (db: WritableDatabase) => MessageId[]): Promise<void> {
    let isAny = false
    for (;;) {
      const lost = store.write(some)
      if (lost.length === 0) break
      isAny = true
      for (const messageId of new Set(lost)) announce(messageId)
      await nextTurn()
    }
    while (isAny && store.pictures.dropSome()) await nextTurn()
  }

  return {
    keep(ids, { mediaType, bytes }) {
      const sha256 = hashOf(bytes)
      const picture = { sha256, mediaType, size: bytes.byteLength, readOn: today() }
      // First, so that nothing is ever marked as loaded that is not there.
      store.pictures.put(sha256, bytes)
      store.write((db) => {
        for (const referenceId of ids) putPicture(db, { referenceId, ...picture })
        // The mail may have been deleted while its pictures were on their way.
        deleteUnused(db, sha256)
      })
    },
    read(id) {
      const row = getPicture(store.read, id)
      if (row === undefined) throw new MailError('not-found')
      const bytes = store.pictures.get(row.sha256)
      if (bytes === undefined || hashOf(bytes) !== row.sha256) reportDamage(row.sha256)
      // Once a day: looking at a picture is no write, and a full disk takes no picture away.
      if (row.readOn < today()) {
        try {
          store.write((db) => markRead(db, row.sha256, today()))
        } catch (error) {
          if (!(error instanceof MailError) || error.code !== 'disk-full') throw error
        }
      }
      // A copy that owns its memory: what crosses to the page by structured clone must not drag more along.
      return { mediaType: row.mediaType, bytes: new Uint8Array(bytes) }
    },
    forget: (scope) => takeAway((db) => forgetPictures(db, scope)),
    trim: () => takeAway((db) => evictBeyond(db, maxBytes())),
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
