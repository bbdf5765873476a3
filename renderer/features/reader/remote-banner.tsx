import { ShieldCheck } from 'lucide-react'
import { type JSX, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailFailure } from '../../../shared/errors.ts'
import type { Link, OpenMessage } from '../../../shared/models/message.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { NameList } from '../../ui/name-list.tsx'
import { bannerWords } from './banner-words.ts'
import styles from './remote-banner.module.css'
import { remoteFacts } from './remote-facts.ts'
import { Report } from './report.tsx'

interface RemoteBannerProps {
  message: OpenMessage
  /** Pictures were asked for and are on their way. */
  isLoading: boolean
  failure: MailFailure | null
  onLoadPictures(): void
  onLoadOne(reference: Reference): void
  /** Asks the user before anything is opened. */
  onOpenLink(url: string): void
}

/**
 * What of a mail comes from outside, what was kept out and whose it is, with the whole report behind a button.
 * Nothing at all when there is nothing to tell.
 */
export function RemoteBanner(props: RemoteBannerProps): JSX.Element | null {
  const { message, isLoading, failure, onLoadPictures, onLoadOne, onOpenLink } = props
  const { references } = message
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
  if (!isWorthTelling(message)) return null
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
            {references.length === 0 ? t('banner.nothing') : words.sentences.join(' ')}
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
          <Report message={message} onLoadOne={onLoadOne} onOpenLink={onOpenLink} />
        </div>
      )}
    </section>
  )
}

function isWorthTelling({ references, receipts, platform, links }: OpenMessage): boolean {
  return references.length > 0 || receipts.length > 0 || platform !== null || links.some(isTelling)
}

function isTelling({ redirector, removed, warnings }: Link): boolean {
  return redirector !== null || removed.length > 0 || warnings.length > 0
}
