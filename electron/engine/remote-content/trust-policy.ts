/**
 * Which remote references of a message are fetched when the user asks. Pure: values in, values out.
 *
 * "Pictures" means content. A tracker or a suspect comes only when the user points at that very one, and what
 * is no picture (script, style sheet, font, frame, form) never comes, whoever asks.
 */
import type { LoadScope, Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'

type Candidate = Pick<Reference, 'id' | 'part' | 'url' | 'kind' | 'verdict' | 'state'>

export interface Choice {
  /** Already in the vault: nothing to do. */
  kept: ReferenceId[]
  /** To be fetched. References with the same address share one fetch. */
  fetch: { url: string; ids: ReferenceId[]; tracker: boolean }[]
  /** Stays out. */
  held: ReferenceId[]
}

export function choosePictures(references: readonly Candidate[], scope: LoadScope): Choice {
  const choice: Choice = { kept: [], fetch: [], held: [] }
  const asked = scope.kind === 'reference' ? references.find(({ id }) => id === scope.referenceId) : undefined
  // One address may stand in a message twice and be judged by its worse place: one request would serve both.
  const reporting = new Set(references.filter(({ verdict }) => verdict !== 'plain').map(({ url }) => url))
  const byUrl = new Map<string, Choice['fetch'][number]>()

  for (const { id, part, url, kind, verdict, state } of references) {
    const wanted = scope.kind === 'pictures' ? !reporting.has(url) : url === asked?.url
    if (!isShowablePicture({ part, kind, url }) || !wanted) {
      choice.held.push(id)
    } else if (state === 'loaded') {
      choice.kept.push(id)
    } else {
      const known = byUrl.get(url) ?? { url, ids: [], tracker: false }
      known.ids.push(id)
      known.tracker ||= verdict === 'tracker'
      byUrl.set(url, known)
    }
  }
  choice.fetch.push(...byUrl.values())
  return choice
}
