import type { TFunction } from 'i18next'
import type { ReceiptAnswer } from '../../../shared/models/message.ts'
import type { RemoteFacts } from './remote-facts.ts'

export interface BannerWords {
  /** "3 pictures blocked." */
  sentences: string[]
  /** "2 trackers", to be followed by their names; null without any. */
  trackers: string | null
  /** Quieter: possible trackers, other outside items. */
  also: string[]
  /** What the sender has learnt. */
  promise: string
}

/** The banner in plain words, before and after pictures were loaded. */
export function bannerWords(facts: RemoteFacts, receipt: ReceiptAnswer['state'], t: TFunction): BannerWords {
  const { pictures, trackers } = facts
  const asked = pictures.loading + pictures.loaded + pictures.failed > 0
  const sentences: string[] = []
  if (pictures.loading > 0) sentences.push(t('banner.picturesLoading', { count: pictures.loading }))
  if (pictures.loaded > 0) sentences.push(t('banner.picturesShown', { count: pictures.loaded }))
  if (pictures.failed > 0) sentences.push(t('banner.picturesFailed', { count: pictures.failed }))
  if (pictures.blocked > 0) sentences.push(t('banner.picturesBlocked', { count: pictures.blocked }))
  if (trackers.loaded > 0) sentences.push(t('banner.trackersLoaded', { count: trackers.loaded }))

  const also: string[] = []
  if (facts.suspectsKept > 0) also.push(t('banner.suspects', { count: facts.suspectsKept }))
  if (facts.others > 0) also.push(t('banner.others', { count: facts.others }))

  const keptWords = asked || pictures.blocked === 0 ? 'banner.trackersKept' : 'banner.trackers'
  return {
    sentences,
    trackers: trackers.kept === 0 ? null : t(keptWords, { count: trackers.kept }),
    also,
    promise: promiseOf(facts, receipt, asked, t),
  }
}

/** Says no more than is true: a request for an ordinary picture is still seen by whoever serves it. */
function promiseOf(
  facts: RemoteFacts,
  receipt: ReceiptAnswer['state'],
  asked: boolean,
  t: TFunction,
): string {
  if (facts.trackers.loaded > 0) return ''
  if (!asked) return receipt === 'none' ? t('banner.promise') : ''
  if (facts.pictures.loaded === 0) return t('banner.promiseAsked')
  return facts.trackers.kept > 0 ? t('banner.promiseLoaded') : t('banner.promisePlain')
}
