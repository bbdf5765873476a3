import { type MailErrorCode, toMailFailure } from '../../../shared/errors.ts'
import { reconnectDelay } from './reconnect-delay.ts'

export interface KeepCurrent {
  /** Something is another than it was: tries again at once. */
  hurry(): void
  /** What was wrong is mended, it seems: waits no longer, if it does. */
  mended(): void
  /** Ends when nothing of it runs any more. */
  ended: Promise<void>
}

/** A server that always hangs up sooner is not to be called again at once. */
const STEADY_MS = 60_000

/** To try the same again by itself could look like an attack to the server, or end in a locked account. */
const FOR_THE_USER: ReadonlySet<MailErrorCode> = new Set([
  'wrong-password',
  'sign-in-expired',
  'sign-in-refused',
])

/**
 * Syncs and then listens, again and again. After a failure it waits, longer each time; after a login that was refused, until
 * it is told to hurry. A disk that is full or a hotel's certificate may be no more by then.
 */
export function keepCurrent(parts: {
  sync(): Promise<void>
  /** Ends by failing. */
  listen(): Promise<never>
  signal: AbortSignal
  random?(): number
}): KeepCurrent {
  const { sync, listen, signal, random = Math.random } = parts
  let hurry = Promise.withResolvers<void>()
  let failures = 0
  let waiting = false

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      let listening = Number.POSITIVE_INFINITY
      try {
        await sync()
        listening = performance.now()
        await listen()
      } catch (error) {
        if (signal.aborted) return
        if (performance.now() - listening > STEADY_MS) failures = 0
        const isForUser = FOR_THE_USER.has(toMailFailure(error).code)
        await waitFor(isForUser ? null : reconnectDelay(failures, random()))
        failures += 1
      }
    }
  }

  async function waitFor(ms: number | null): Promise<void> {
    const timer = ms === null ? undefined : setTimeout(() => hurry.resolve(), ms)
    timer?.unref()
    waiting = true
    await hurry.promise
    waiting = false
    clearTimeout(timer)
    hurry = Promise.withResolvers<void>()
  }

  signal.addEventListener('abort', () => hurry.resolve())
  return {
    hurry() {
      failures = 0
      hurry.resolve()
    },
    mended() {
      if (waiting) hurry.resolve()
    },
    ended: keep(),
  }
}
