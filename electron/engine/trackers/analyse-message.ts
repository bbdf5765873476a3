import type { BodyPart, Link, Receipt } from '../../../shared/models/message.ts'
import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import { findReferences } from './find-references.ts'
import { judgeReference } from './judge-reference.ts'

/** Raised with every change of catalogue or judgement; what was stored under a lower one is judged again. */
export const ANALYSER_VERSION = 1

export interface JudgedReference {
  part: number
  url: string
  host: string
  kind: ReferenceKind
  verdict: Verdict
  service: string | null
  reasons: Reason[]
}

export interface Analysis {
  references: JudgedReference[]
  links: Link[]
  receipts: Receipt[]
  /** "Mailchimp", when the headers tell what it was sent with. */
  platform: string | null
  summary: { trackers: number; suspects: number; plain: number; services: string[] }
}

export interface AnalysedMessage {
  parts: readonly BodyPart[]
  /** In order, names in lower case, values unfolded. */
  headers: readonly { name: string; value: string }[]
  /** The user's own addresses. */
  recipients: readonly string[]
}

/** Everything in a message that could tell its sender of the reading. Looks at values only: no network, no clock. */
export function analyseMessage(message: AnalysedMessage): Analysis {
  const references: JudgedReference[] = []
  for (const [part, body] of message.parts.entries()) {
    if (body.kind !== 'html') continue
    for (const found of findReferences(body.content, part)) {
      const { url, kind } = found
      references.push({ part, url, host: new URL(url).hostname, kind, ...judgeReference(found) })
    }
  }
  const count = (verdict: Verdict): number => references.filter((one) => one.verdict === verdict).length
  const services = references.flatMap((one) =>
    one.verdict === 'tracker' && one.service !== null ? [one.service] : [],
  )
  return {
    references,
    links: [],
    receipts: [],
    platform: null,
    summary: {
      trackers: count('tracker'),
      suspects: count('suspect'),
      plain: count('plain'),
      services: [...new Set(services)],
    },
  }
}
