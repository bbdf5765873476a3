import type { FoundReference } from './find-references.ts'

/**
 * How much of a reference there is to see, by what is declared. `line`: thin and long, as a rule across the
 * page. `picture`: large enough to look at. `unknown`: not said, or between.
 */
export type ReferenceSize = 'one-pixel' | 'tiny' | 'line' | 'picture' | 'unknown'

/** Pixels in each direction from which a picture is something to look at. */
const PICTURE = 12
/** Pixels in one direction that are still a line. */
const THIN = 3
/** Pixels in all: 10 by 1 and 5 by 5 are pixels that try not to be 1 by 1. */
const TINY_AREA = 30

export function sizeOf({ width, height, kind }: FoundReference): ReferenceSize {
  if (width === null && height === null) return 'unknown'
  if (width === null || height === null) {
    // Of a box with a background one side says little about the other; a picture keeps its shape.
    if (kind === 'background' || kind === 'css-image') return 'unknown'
    const side = width ?? height ?? 0
    if (side <= 1) return 'one-pixel'
    return side <= THIN ? 'tiny' : side >= PICTURE ? 'picture' : 'unknown'
  }
  const smaller = Math.min(width, height)
  const larger = Math.max(width, height)
  if (larger <= 1 || (smaller === 0 && larger <= PICTURE)) return 'one-pixel'
  if (smaller <= THIN && larger > PICTURE) return 'line'
  if (larger * smaller <= TINY_AREA) return 'tiny'
  return smaller >= PICTURE ? 'picture' : 'unknown'
}

/** Nobody could see it, if the message is drawn as it says. */
export function isInvisible(reference: FoundReference): boolean {
  const size = sizeOf(reference)
  return size === 'one-pixel' || size === 'tiny' || reference.hidden
}
