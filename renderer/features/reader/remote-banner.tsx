import { ShieldCheck } from 'lucide-react'
import { type JSX, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailFailure } from '../../../shared/errors.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { NameList } from '../../ui/name-list.tsx'
import { bannerWords } from './banner-words.ts'
import { ReferenceDetails } from './reference-details.tsx'
import styles from './remote-banner.module.css'
import { remoteFacts } from './remote-facts.ts'

interface RemoteBannerProps {
  references: readonly Reference[]
  /** Pictures were asked for and are on their way. */
  isLoading: boolean
  failure: MailFailure | null
  onLoadPictures(): void
  onLoadOne(reference: Reference): void
}

/** What of a mail comes from outside, what was kept out and whose it is. Nothing at all when there is nothing. */
export function RemoteBanner(props: RemoteBannerProps): JSX.Element | null {
  const { references, isLoading, failure, onLoadPictures, onLoadOne } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const detailsId = useId()
  const section = useRef<HTMLElement>(null)
  // The button that was pressed is gone once all is loaded; the keyboard must not be thrown out of the mail.
  const wasLoading = useRef(false)
  useEffect(() => {
    const ended = wasLoading.current && !isLoading
    wasLoading.current = isLoading
    if (ended && document.activeElement === document.body) section.current?.focus()
  }, [isLoading])
  if (references.length === 0) return null
  const facts = remoteFacts(references)
  const words = bannerWords(facts, t)
  const canLoad = facts.pictures.blocked > 0
  const canRetry = !canLoad && facts.pictures.failed > 0
  return (
    <section ref={section} tabIndex={-1} className={styles['banner']} aria-label={t('banner.label')}>
      <div className={styles['row']}>
        <span className={styles['icon']} data-look={facts.trackers.kept > 0 ? 'tracker' : 'plain'}>
          <ShieldCheck size={20} aria-hidden />
        </span>
        <div className={styles['words']} role="status">
          <p className={styles['facts']}>
            {words.sentences.join(' ')}
            {words.trackers !== null && (
              <>
                {words.sentences.length > 0 && ' '}
                <span className={styles['trackers']}>
                  {words.trackers}: <NameList names={facts.trackers.names} />
                </span>
              </>
            )}
          </p>
          <p className={styles['promise']}>{[...words.also, words.promise].filter(Boolean).join(' ')}</p>
        </div>
        <div className={styles['actions']}>
          {(canLoad || canRetry || isLoading) && (
            <Button look={canRetry ? 'plain' : 'primary'} isPending={isLoading} onPress={onLoadPictures}>
              {isLoading ? t('banner.loading') : canRetry ? t('banner.retry') : t('banner.load')}
            </Button>
          )}
          <Button look="quiet" aria-expanded={open} aria-controls={detailsId} onPress={() => setOpen(!open)}>
            {open ? t('banner.hideDetails') : t('banner.details')}
          </Button>
        </div>
      </div>
      {failure && <FailureNotice failure={failure} onRetry={onLoadPictures} />}
      {open && (
        <div id={detailsId}>
          <ReferenceDetails references={references} onLoadOne={onLoadOne} />
        </div>
      )}
    </section>
  )
}
