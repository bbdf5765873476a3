const FIRST_MS = 5_000
export const LONGEST_MS = 15 * 60_000

/**
 * How long to wait before an operation is tried again: twice as long each time, up to a quarter of an hour, and never
 * the same twice, or all that failed together would come back together.
 *
 * @param attempt 0 after the first failure.
 * @param random from 0 to 1.
 * @returns ms, between half of the step and the whole of it.
 */
export function backOff(attempt: number, random: number): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 20))
  return Math.round((step * (1 + random)) / 2)
}
