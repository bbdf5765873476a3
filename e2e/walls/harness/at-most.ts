import { setTimeout as pause } from 'node:timers/promises'

/**
 * Waits for `act`, failed or not, but no longer than `ms`: a page that a mail led elsewhere may never answer, and
 * need not, for what it did is seen by the servers and in Chromium's log.
 */
export async function atMost(ms: number, act: Promise<unknown>): Promise<void> {
  await Promise.race([act.catch(() => {}), pause(ms, undefined, { ref: false })])
}
