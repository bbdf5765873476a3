/**
 * Which remote references of a message are fetched when the user asks. Pure: values in, values out.
 *
 * "Pictures" means content. A tracker or a suspect comes only when the user points at that very one or asks for
 * everything, and what is no picture (script, style sheet, font, frame, form) never comes, whoever asks.
 */
import type { LoadScope, Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'

type Candidate = Pick<Reference, 'id' | 'part' | 'url' | 'kind' | 'verdict' | 'state' | 'failure'>

export interface Choice {
  /** Already in the vault: nothing to do. */
  kept: ReferenceId[]
  /** To be fetched. References with the same address share one fetch. tracker: may lead to one as well. */
  fetch: { url: string; ids: ReferenceId[]; tracker: boolean }[]
  /** Failed, or was taken away, before: only a hand may ask again. */
  failed: ReferenceId[]
  /** Stays out. */
  held: ReferenceId[]
}

/** @param automatic a rule asks, and nobody pressed a button: what once failed is left alone. */
export function choosePictures(
  references: readonly Candidate[],
  scope: LoadScope,
  { automatic = false } = {},
): Choice {
  const choice: Choice = { kept: [], fetch: [], failed: [], held: [] }
  const asked = scope.kind === 'reference' ? references.find(({ id }) => id === scope.referenceId) : undefined
  // One address may stand in a message twice and be judged by its worse place: one request would serve both.
  const reporting = new Set(references.filter(({ verdict }) => verdict !== 'plain').map(({ url }) => url))
  const byUrl = new Map<string, Choice['fetch'][number]>()

  const isWanted: Record<LoadScope['kind'], (url: string) => boolean> = {
    pictures: (url) => !reporting.has(url),
    everything: () => true,
    reference: (url) => url === asked?.url,
  }
  // One address may stand in a message twice, and what happened to one of them is known of both.
  const failed = new Set(references.filter(({ failure }) => failure !== null).map(({ url }) => url))

  for (const { id, part, url, kind, verdict, state } of references) {
    const wanted = isWanted[scope.kind](url)
    if (!isShowablePicture({ part, kind, url }) || !wanted) {
      choice.held.push(id)
    } else if (state === 'loaded') {
      choice.kept.push(id)
    } else if (automatic && failed.has(url)) {
      choice.failed.push(id)
    } else {
      const known = byUrl.get(url) ?? { url, ids: [], tracker: false }
      known.ids.push(id)
      known.tracker ||= verdict === 'tracker' || scope.kind === 'everything'
      byUrl.set(url, known)
    }
  }
  choice.fetch.push(...byUrl.values())
  return choice
}
