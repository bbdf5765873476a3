/**
 * Brings the pictures of one message in: choose, fetch, check, keep, tell. Each address is asked at most once:
 * what is kept is never fetched again, and two askers at the same time share one fetch.
 */
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type {
  Fetched,
  LoadResult,
  LoadScope,
  PictureFailure,
  ReferenceId,
} from '../../../shared/models/remote-content.ts'
import type { GuardedFetch } from '../network/guarded-fetch.ts'
import { PictureError } from '../network/picture-error.ts'
import type { Store } from '../store/open-store.ts'
import { listReferences, markFailed } from '../store/references.ts'
import { checkImage } from './check-image.ts'
import type { ImageVault } from './image-vault.ts'
import { type Choice, choosePictures } from './trust-policy.ts'

export interface ImageLoaderParts {
  store: Store
  vault: ImageVault
  fetchPicture: GuardedFetch
  /** The tracker catalogue: a picture may not turn into a tracker by a redirect. */
  isTracker(url: string): boolean
  /** Called whenever a reference of the message changed its state. */
  announce(messageId: MessageId): void
}

/**
 * @param how.automatic a rule asks, and nobody pressed a button: what failed before, was forgotten or was
 *   evicted is not asked for again.
 * @throws MailError 'cancelled' when the door was closed meanwhile, 'disk-full' when not even that could be
 *   written down.
 */
export interface LoadImages {
  (messageId: MessageId, scope: LoadScope, how?: { automatic?: boolean }): Promise<LoadResult>
  /** It is being fetched: whoever opens its message meanwhile is told so. */
  isUnderWay(id: ReferenceId): boolean
  /** What the door did for this message since the program started. */
  fetchedFor(messageId: MessageId): Fetched
}

type Wanted = Choice['fetch'][number]

/** The largest picture worth showing in a mail; animations of 10 MB are seen in the wild. */
const MAX_BYTES = 20 * 1024 * 1024
const PICTURE_DEADLINE_MS = 20_000
/** However many pictures and however slow their servers: afterwards the user is told what did not come. */
const MESSAGE_DEADLINE_MS = 90_000

export function createImageLoader({
  store,
  vault,
  fetchPicture,
  isTracker,
  announce,
}: ImageLoaderParts): LoadImages {
  /** Message and address -> the fetch under way. */
  const underWay = new Map<string, { tracker: boolean; attempt: Promise<boolean> }>()
  const loading = new Set<ReferenceId>()
  const fetched = new Map<MessageId, Fetched>()

  function count(messageId: MessageId, what: keyof Fetched): void {
    const before = fetchedFor(messageId)
    fetched.set(messageId, { ...before, [what]: before[what] + 1 })
  }

  function fetchedFor(messageId: MessageId): Fetched {
    return fetched.get(messageId) ?? { requests: 0, pictures: 0 }
  }

  async function fetchAndKeep(
    messageId: MessageId,
    { url, ids, tracker }: Wanted,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const { bytes } = await fetchPicture(url, {
        maxBytes: MAX_BYTES,
        deadlineMs: PICTURE_DEADLINE_MS,
        signal,
        onSent: () => count(messageId, 'requests'),
        // Who asked for this very tracker gets what it redirects to as well.
        ...(tracker ? {} : { refuse: isTracker }),
      })
      const { mediaType } = await checkImage(bytes)
      vault.keep(ids, { mediaType, bytes })
      count(messageId, 'pictures')
      return true
    } catch (error) {
      const failure = failureOf(error)
      if (failure === null) throw error
      store.write((db) => {
        for (const id of ids) markFailed(db, id, failure)
      })
      return false
    }
  }

  async function bringIn(messageId: MessageId, wanted: Wanted, signal: AbortSignal): Promise<boolean> {
    const key = `${messageId} ${wanted.url}`
    for (let joined = underWay.get(key); joined; joined = underWay.get(key)) {
      // What is under way may stop at a tracker where this asker would go on.
      if ((await joined.attempt) || joined.tracker || !wanted.tracker) return joined.attempt
    }
    const attempt = fetchAndKeep(messageId, wanted, signal).finally(() => {
      underWay.delete(key)
      for (const id of wanted.ids) loading.delete(id)
    })
    underWay.set(key, { tracker: wanted.tracker, attempt })
    for (const id of wanted.ids) loading.add(id)
    try {
      return await attempt
    } finally {
      announce(messageId)
    }
  }

  async function loadImages(...[messageId, scope, how]: Parameters<LoadImages>): Promise<LoadResult> {
    const choice = choosePictures(listReferences(store.read, messageId), scope, how)
    const signal = AbortSignal.timeout(MESSAGE_DEADLINE_MS)
    const failed: ReferenceId[] = [...choice.failed]
    const loaded = [...choice.kept]
    const all = choice.fetch.map(async (wanted) => {
      const arrived = await bringIn(messageId, wanted, signal)
      ;(arrived ? loaded : failed).push(...wanted.ids)
    })
    if (all.length > 0) announce(messageId)
    await Promise.all(all)
    await vault.trim()
    return { loaded, failed, held: choice.held }
  }

  return Object.assign(loadImages, { isUnderWay: (id: ReferenceId) => loading.has(id), fetchedFor })
}

/** null for what does not belong to the picture, such as a closing engine or a damaged database. */
function failureOf(error: unknown): PictureFailure | null {
  if (error instanceof PictureError) return error.failure
  return error instanceof MailError && error.code === 'disk-full' ? 'disk-full' : null
}
