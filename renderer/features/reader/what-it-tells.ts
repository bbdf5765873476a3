import type { Reason, Reference, ReferenceKind } from '../../../shared/models/remote-content.ts'

/** Names of the words in `details.tells`. */
export type Telling = 'opened' | 'openedPerson' | 'openedAddress' | 'lookup' | 'fetch'

const LOOKUPS: ReadonlySet<ReferenceKind> = new Set<ReferenceKind>(['preconnect', 'prefetch'])

/** What fetching a reference tells whoever serves it, from the most telling down. */
export function whatItTells(reference: Pick<Reference, 'kind' | 'verdict' | 'reasons'>): Telling {
  const has = (reason: Reason): boolean => reference.reasons.includes(reason)
  if (has('carries-your-address')) return 'openedAddress'
  if (has('personal-token')) return 'openedPerson'
  if (has('name-lookup') || LOOKUPS.has(reference.kind)) return 'lookup'
  if (reference.verdict === 'tracker') return 'openedPerson'
  return reference.verdict === 'suspect' ? 'opened' : 'fetch'
}
