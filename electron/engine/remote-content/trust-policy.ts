/**
 * Which remote references of a message are fetched when the user asks. Pure: values in, values out.
 *
 * "Pictures" means content. A tracker or a suspect comes only when the user points at that very one or asks for
 * everything, and what is no picture (script, style sheet, font, frame, form) never comes, whoever asks.
 */
import type { LoadScope, Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { isShowablePicture, pictureAddress } from '../../../shared/showable-picture.ts'

type Candidate = Pick<Reference, 'id' | 'part' | 'url' | 'kind' | 'verdict' | 'state' | 'failure'>

export interface Choice {
  /** Already in the vault: nothing to do. */
  kept: ReferenceId[]
  /**
   * To be fetched. References to the same picture share one fetch, over https alone if any of them says so.
   * tracker: may lead to one as well.
   */
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
  const addresses = new Map(references.map(({ id, url }) => [id, pictureAddress(url)]))
  const addressesOf = (some: readonly Candidate[]) => new Set(some.map(({ id }) => addresses.get(id)))
  const asked = scope.kind === 'reference' ? addresses.get(scope.referenceId) : undefined
  // One picture may stand in a message twice and be judged by its worse place: one request would serve both.
  const reporting = addressesOf(references.filter(({ verdict }) => verdict !== 'plain'))
  // What happened to one of them is known of both.
  const failed = addressesOf(references.filter(({ failure }) => failure !== null))
  const byAddress = new Map<string, Choice['fetch'][number]>()

  const isWanted: Record<LoadScope['kind'], (address: string) => boolean> = {
    pictures: (address) => !reporting.has(address),
    everything: () => true,
    reference: (address) => address === asked,
  }

  for (const { id, part, url, kind, verdict, state } of references) {
    const address = addresses.get(id) ?? url
    if (!isShowablePicture({ part, kind, url }) || !isWanted[scope.kind](address)) {
      choice.held.push(id)
    } else if (state === 'loaded') {
      choice.kept.push(id)
    } else if (automatic && failed.has(address)) {
      choice.failed.push(id)
    } else {
      const known = byAddress.get(address) ?? { url: url.replace(/#.*$/s, ''), ids: [], tracker: false }
      if (url.startsWith('https:')) known.url = address
      known.ids.push(id)
      known.tracker ||= verdict === 'tracker' || scope.kind === 'everything'
      byAddress.set(address, known)
    }
  }
  choice.fetch.push(...byAddress.values())
  return choice
}
