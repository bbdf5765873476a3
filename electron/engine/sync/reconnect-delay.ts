const FIRST_MS = 2_000
const LONGEST_MS = 10 * 60_000

/**
 * How long to wait before connecting again: twice as long each time, up to 10 minutes, and never the same twice, or
 * all who lost a server would come back at the same moment.
 *
 * @param attempt 0 after the first failure.
 * @param random from 0 to 1.
 * @returns ms, between half of the step and the whole of it.
 */
export function reconnectDelay(attempt: number, random: number): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 20))
  return Math.round(step / 2 + (random * step) / 2)
}
