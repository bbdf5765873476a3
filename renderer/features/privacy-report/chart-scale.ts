/**
 * A round number at or above the highest value, such that half of it is round too: 2, 4, 10, 20, 40, 100, …
 *
 * @param highest 0 or more.
 */
export function chartTop(highest: number): number {
  let power = 1
  while (true) {
    for (const step of [2, 4, 10]) if (highest <= step * power) return step * power
    power *= 10
  }
}

/** Positions of at most `most` labels among `count` steps, evenly apart, the newest always named. */
export function labelledSteps(count: number, most: number): Set<number> {
  const apart = Math.ceil(count / most)
  return new Set(Array.from({ length: Math.ceil(count / apart) }, (_, index) => count - 1 - index * apart))
}
