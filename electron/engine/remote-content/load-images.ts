/**
 * Brings the pictures of one message in: choose, note, fetch, check, keep, tell. Each address is asked at most once:
 * what is kept is never fetched again, and two askers at the same time share one fetch. That a picture is asked for is
 * noted before its server is: whatever ends the program then, and however full the disk is, no rule asks twice.
 */
import { MailError } from '../../../shared/errors.ts'
import type { ForgetScope } from '../../../shared/models/forget-scope.ts'
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
import { listReferences, markFailed, markForgotten } from '../store/references.ts'
import { readOrigin } from '../store/trust-facts.ts'
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
 * @throws MailError 'cancelled' when the door was closed before all were asked for, 'disk-full' when that could not
 *   be noted.
 */
export interface LoadImages {
  (messageId: MessageId, scope: LoadScope, how?: { automatic?: boolean }): Promise<LoadResult>
  /** It is being fetched: whoever opens its message meanwhile is told so. */
  isUnderWay(id: ReferenceId): boolean
  /** What the door did for this message since the program started. */
  fetchedFor(messageId: MessageId): Fetched
  /** What is under way of these pictures ends as forgotten. */
  drop(scope: ForgetScope): void
  /** Resolves when nothing is under way any more. */
  ended(): Promise<void>
}

type Wanted = Choice['fetch'][number]

/** Of one mail's servers, until what was wanted has come or time is up. */
interface Visit {
  signal: AbortSignal
}

interface UnderWay {
  messageId: MessageId
  wanted: Wanted
  attempt: Promise<boolean>
  dropping: AbortController
}

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
  const underWay = new Map<string, UnderWay>()
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
    visit: Visit,
    dropped: AbortSignal,
  ): Promise<boolean> {
    const note = (failure: PictureFailure) =>
      store.write((db) => {
        for (const id of ids) markFailed(db, id, failure)
      })
    try {
      const { bytes } = await fetchPicture(url, {
        maxBytes: MAX_BYTES,
        deadlineMs: PICTURE_DEADLINE_MS,
        visit,
        signal: AbortSignal.any([visit.signal, dropped]),
        onSent: () => count(messageId, 'requests'),
        begin() {
          dropped.throwIfAborted()
          note('interrupted')
        },
        // Who asked for this very tracker gets what it redirects to as well.
        ...(tracker ? {} : { refuse: isTracker }),
      })
      const { mediaType } = await checkImage(bytes)
      dropped.throwIfAborted()
      vault.keep(ids, { mediaType, bytes })
      count(messageId, 'pictures')
      return true
    } catch (error) {
      if (dropped.aborted) return false
      const failure = failureOf(error)
      if (failure === null) throw error
      note(failure)
      return false
    }
  }

  async function bringIn(messageId: MessageId, wanted: Wanted, visit: Visit): Promise<boolean> {
    const key = `${messageId} ${wanted.url}`
    for (let joined = underWay.get(key); joined; joined = underWay.get(key)) {
      // What is under way may stop at a tracker where this asker would go on.
      if ((await joined.attempt) || joined.wanted.tracker || !wanted.tracker) return joined.attempt
    }
    const dropping = new AbortController()
    const attempt = fetchAndKeep(messageId, wanted, visit, dropping.signal).finally(() => {
      underWay.delete(key)
      for (const id of wanted.ids) loading.delete(id)
    })
    underWay.set(key, { messageId, wanted, attempt, dropping })
    for (const id of wanted.ids) loading.add(id)
    try {
      return await attempt
    } finally {
      announce(messageId)
    }
  }

  async function loadImages(...[messageId, scope, how]: Parameters<LoadImages>): Promise<LoadResult> {
    const choice = choosePictures(listReferences(store.read, messageId), scope, how)
    const visit: Visit = { signal: AbortSignal.timeout(MESSAGE_DEADLINE_MS) }
    const failed: ReferenceId[] = [...choice.failed]
    const loaded = [...choice.kept]
    const all = choice.fetch.map(async (wanted) => {
      const arrived = await bringIn(messageId, wanted, visit)
      ;(arrived ? loaded : failed).push(...wanted.ids)
    })
    if (all.length > 0) announce(messageId)
    await Promise.all(all).finally(() => fetchPicture.leave(visit))
    await vault.trim()
    return { loaded, failed, held: choice.held }
  }

  function isIn(scope: ForgetScope, messageId: MessageId): boolean {
    switch (scope.kind) {
      case 'message':
        return messageId === scope.messageId
      case 'sender':
        return readOrigin(store.read, messageId)?.from.toLowerCase() === scope.address.toLowerCase()
      case 'all':
        return true
    }
  }

  return Object.assign(loadImages, {
    isUnderWay: (id: ReferenceId) => loading.has(id),
    fetchedFor,
    drop(scope: ForgetScope) {
      for (const { messageId, wanted, dropping } of underWay.values()) {
        if (!isIn(scope, messageId)) continue
        dropping.abort(new PictureError('forgotten'))
        store.write((db) => {
          for (const id of wanted.ids) markForgotten(db, id)
        })
      }
    },
    async ended() {
      await Promise.allSettled([...underWay.values()].map(({ attempt }) => attempt))
    },
  })
}

/** null for what does not belong to the picture, such as a closing engine or a damaged database. */
function failureOf(error: unknown): PictureFailure | null {
  if (error instanceof PictureError) return error.failure
  return error instanceof MailError && error.code === 'disk-full' ? 'disk-full' : null
}
