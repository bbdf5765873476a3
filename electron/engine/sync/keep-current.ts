import { toMailFailure } from '../../../shared/errors.ts'
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

/**
 * Syncs and then listens, again and again. After a failure it waits, longer each time; after one that only the user
 * can mend, such as a wrong password, until it is told to hurry.
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
        const forUser = toMailFailure(error).retry === 'after-user'
        await waitFor(forUser ? null : reconnectDelay(failures, random()))
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
