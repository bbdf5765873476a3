import type { Reason, Reference, ReferenceKind } from '../../../shared/models/remote-content.ts'

/** What fetching something can tell, from the most telling down; names of the words in `report.tells`. */
const TELLINGS = ['openedAddress', 'openedPerson', 'opened', 'fetch', 'lookup'] as const
export type Telling = (typeof TELLINGS)[number]

const LOOKUPS: ReadonlySet<ReferenceKind> = new Set<ReferenceKind>(['preconnect', 'prefetch'])

type Telltale = Pick<Reference, 'kind' | 'verdict' | 'reasons'>

/** What fetching a reference tells whoever serves it. */
export function whatItTells(reference: Telltale): Telling {
  const has = (reason: Reason): boolean => reference.reasons.includes(reason)
  if (has('carries-your-address')) return 'openedAddress'
  if (has('personal-token')) return 'openedPerson'
  if (has('name-lookup') || LOOKUPS.has(reference.kind)) return 'lookup'
  if (reference.verdict === 'tracker') return 'openedPerson'
  return reference.verdict === 'suspect' ? 'opened' : 'fetch'
}

/** What fetching all of them tells. */
export function whatTheyTell(references: readonly Telltale[]): Telling {
  const told = new Set(references.map(whatItTells))
  return TELLINGS.find((telling) => told.has(telling)) ?? 'lookup'
}

/** Below 0 when the first tells more. */
export function compareTellings(a: Telling, b: Telling): number {
  return TELLINGS.indexOf(a) - TELLINGS.indexOf(b)
}
