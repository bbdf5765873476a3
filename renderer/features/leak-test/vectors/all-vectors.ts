import { addresses } from './addresses.ts'
import { cssFetchers } from './css-fetchers.ts'
import { drawings } from './drawings.ts'
import { htmlFetchers } from './html-fetchers.ts'
import { nameLookups } from './name-lookups.ts'
import { navigations } from './navigations.ts'
import { parserTricks } from './parser-tricks.ts'
import type { Vector } from './vector.ts'

/** Every vector, by class. */
export const vectorClasses: Record<string, Vector[]> = {
  'HTML that fetches': htmlFetchers,
  'CSS that fetches': cssFetchers,
  'name look-ups': nameLookups,
  navigations,
  'parser tricks': parserTricks,
  drawings,
  addresses,
}
