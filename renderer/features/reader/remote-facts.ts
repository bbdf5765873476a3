import type { Reference, ReferenceState } from '../../../shared/models/remote-content.ts'
import { isShowablePicture, pictureAddress } from '../../../shared/showable-picture.ts'

/** What the banner says of a mail's remote references. */
export interface RemoteFacts {
  /** Distinct pictures by what became of them; trackers are none, possible trackers only once loaded. */
  pictures: Record<ReferenceState, number>
  trackers: {
    kept: number
    /** Because the user asked for that very one. */
    loaded: number
    /** Of those kept out: services where known, else hosts; without repeats. */
    names: string[]
  }
  suspectsKept: number
  /** Typefaces, styling, frames and the like, which never load. */
  others: number
}

/** What to call the other end of a reference. */
export function serviceOrHost(reference: Pick<Reference, 'service' | 'host'>): string {
  return reference.service ?? reference.host
}

export function remoteFacts(references: readonly Reference[]): RemoteFacts {
  const facts: RemoteFacts = {
    pictures: { blocked: 0, loading: 0, loaded: 0, failed: 0 },
    trackers: { kept: 0, loaded: 0, names: [] },
    suspectsKept: 0,
    others: 0,
  }
  // A picture that reports from one place is not fetched for another: one request would serve both.
  const reporting = new Set(
    references.filter((one) => one.verdict !== 'plain').map((one) => pictureAddress(one.url)),
  )
  const counted = new Set<string>()
  const names = new Set<string>()
  for (const reference of references) {
    const { verdict, state, kind } = reference
    const address = pictureAddress(reference.url)
    if (verdict === 'tracker') {
      if (state === 'loaded') facts.trackers.loaded += 1
      else {
        facts.trackers.kept += 1
        names.add(serviceOrHost(reference))
      }
    } else if (verdict === 'suspect' && state !== 'loaded') {
      facts.suspectsKept += 1
    } else if (!isShowablePicture(reference)) {
      // Another size of a picture is nothing else that the mail brings.
      if (kind !== 'srcset') facts.others += 1
    } else if (!counted.has(address) && (verdict === 'suspect' || !reporting.has(address))) {
      counted.add(address)
      facts.pictures[state] += 1
    }
  }
  facts.trackers.names = [...names]
  return facts
}
