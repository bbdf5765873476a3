import type { TFunction } from 'i18next'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'
import { isolate } from '../../format/isolate.ts'
import type { Placeholder } from './steps/place-images.ts'

/** What stands where a picture is not: what it is or why it is missing, and what can be done. */
export function placeholderWords(reference: Reference, t: TFunction): Placeholder {
  const { verdict, state, failure, service } = reference
  // Its name alone says that it is no picture of dots, such as a drawing.
  if (!isShowablePicture(reference)) return { look: 'failed', words: t('placeholder.never'), press: null }
  if (state === 'loading' || state === 'loaded')
    return { look: 'loading', words: t('details.states.loading'), press: null }
  if (failure !== null)
    return { look: 'failed', words: t(`failures.${failure}`), press: t('placeholder.again') }
  const words =
    verdict !== 'tracker'
      ? t(`placeholder.${verdict}`)
      : service === null
        ? t('placeholder.tracker')
        : t('placeholder.trackerOf', { service: isolate(service) })
  return { look: verdict, words, press: t('placeholder.decide') }
}
