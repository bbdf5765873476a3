/** An engine that ran this long was well: the count begins anew. */
const WELL_AFTER_MS = 60_000
const FIRST_MS = 250
const MOST_CRASHES = 5

export interface Crashes {
  inARow: number
}

/**
 * What to do after the engine ended by itself: wait that many milliseconds and start it again, or `null`: it
 * ends again and again, and only the user can help.
 */
export function restartDelay(
  crashes: Crashes,
  ranForMs: number,
): { crashes: Crashes; delayMs: number | null } {
  const inARow = ranForMs >= WELL_AFTER_MS ? 1 : crashes.inARow + 1
  return {
    crashes: { inARow },
    delayMs: inARow > MOST_CRASHES ? null : FIRST_MS * 2 ** (inARow - 1),
  }
}
