/**
 * Brings the pictures of one message in: choose, fetch, check, keep, tell. Each address is asked at most once:
 * what is kept is never fetched again, and two askers at the same time share one fetch.
 */
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { LoadResult, LoadScope, ReferenceId } from '../../../shared/models/remote-content.ts'
import type { GuardedFetch } from '../network/guarded-fetch.ts'
import type { Store } from '../store/open-store.ts'
import { listReferences, setReferenceState } from '../store/references.ts'
import { checkImage } from './check-image.ts'
import { keepPicture } from './image-vault.ts'
import { type Choice, choosePictures } from './trust-policy.ts'

export interface ImageLoaderParts {
  store: Store
  fetchPicture: GuardedFetch
  /** The tracker catalogue: a picture may not turn into a tracker by a redirect. */
  isTracker(url: string): boolean
  /** Called whenever a reference of the message changed its state. */
  announce(messageId: MessageId): void
}

export type LoadImages = (messageId: MessageId, scope: LoadScope) => Promise<LoadResult>

/** The largest picture worth showing in a mail; animations of 10 MB are seen in the wild. */
const MAX_BYTES = 20 * 1024 * 1024
const PICTURE_DEADLINE_MS = 20_000
/** However many pictures and however slow their servers: afterwards the user is told what did not come. */
const MESSAGE_DEADLINE_MS = 90_000

export function createImageLoader({
  store,
  fetchPicture,
  isTracker,
  announce,
}: ImageLoaderParts): LoadImages {
  /** Message and address -> the fetch under way. */
  const underWay = new Map<string, Promise<boolean>>()

  async function fetchAndKeep({ url, ids, tracker }: Choice['fetch'][number], signal: AbortSignal) {
    try {
      const { bytes } = await fetchPicture(url, {
        maxBytes: MAX_BYTES,
        deadlineMs: PICTURE_DEADLINE_MS,
        signal,
        // Who asked for this very tracker gets what it redirects to as well.
        ...(tracker ? {} : { refuse: isTracker }),
      })
      const { mediaType } = await checkImage(bytes)
      keepPicture(store, ids, { mediaType, bytes })
      return true
    } catch (error) {
      if (!isPictureFailure(error)) throw error
      store.write((db) => {
        for (const id of ids) setReferenceState(db, id, 'failed')
      })
      return false
    }
  }

  async function bringIn(messageId: MessageId, wanted: Choice['fetch'][number], signal: AbortSignal) {
    const key = `${messageId} ${wanted.url}`
    const joined = underWay.get(key)
    if (joined) return joined
    const attempt = fetchAndKeep(wanted, signal).finally(() => underWay.delete(key))
    underWay.set(key, attempt)
    const loaded = await attempt
    announce(messageId)
    return loaded
  }

  return async function loadImages(messageId, scope) {
    const choice = choosePictures(listReferences(store.read, messageId), scope)
    const signal = AbortSignal.timeout(MESSAGE_DEADLINE_MS)
    const failed: ReferenceId[] = []
    const loaded = [...choice.kept]
    await Promise.all(
      choice.fetch.map(async (wanted) => {
        const arrived = await bringIn(messageId, wanted, signal)
        ;(arrived ? loaded : failed).push(...wanted.ids)
      }),
    )
    return { loaded, failed, held: choice.held }
  }
}

/** Failures that belong to the picture. A full disk or a closing engine is another matter, and is thrown. */
function isPictureFailure(error: unknown): boolean {
  if (!(error instanceof MailError)) return false
  return ['picture-refused', 'picture-unavailable', 'timed-out'].includes(error.code)
}
