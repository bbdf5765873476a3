import type { Reason, Verdict } from '../../../shared/models/remote-content.ts'
import { matchOpenService } from './catalogue/match-catalogue.ts'
import type { FoundReference } from './find-references.ts'

export interface Judgement {
  verdict: Verdict
  /** Name for people, where one is known. */
  service: string | null
  reasons: Reason[]
}

export function judgeReference(reference: FoundReference): Judgement {
  const match = matchOpenService(new URL(reference.url))
  const tiny =
    reference.width !== null && reference.width <= 1 && reference.height !== null && reference.height <= 1
  const reasons: Reason[] = []
  if (match !== null) reasons.push('known-tracker')
  if (tiny) reasons.push('one-pixel')
  if (reference.hidden) reasons.push('hidden')
  if (match !== null) return { verdict: 'tracker', service: match.entry.name, reasons }
  if (reasons.length > 0) return { verdict: 'suspect', service: null, reasons }
  return { verdict: 'plain', service: null, reasons: ['plain-picture'] }
}
