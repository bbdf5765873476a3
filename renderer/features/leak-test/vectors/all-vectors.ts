import { addresses } from './addresses.ts'
import { cssFetchers } from './css-fetchers.ts'
import { drawings } from './drawings.ts'
import { htmlFetchers } from './html-fetchers.ts'
import { nameLookups } from './name-lookups.ts'
import { navigations } from './navigations.ts'
import { parserTricks } from './parser-tricks.ts'
import { print } from './print.ts'
import type { Vector } from './vector.ts'

/** Every vector that is HTML, by class. */
export const vectorClasses = {
  html: htmlFetchers,
  css: cssFetchers,
  'look-ups': nameLookups,
  navigations,
  'parser-tricks': parserTricks,
  drawings,
  addresses,
  print,
} satisfies Record<string, Vector[]>

export type VectorClass = keyof typeof vectorClasses
