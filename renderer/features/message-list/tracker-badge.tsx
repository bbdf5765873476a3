import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { formatNumber } from '../../format/number.ts'
import { Badge } from '../../ui/badge.tsx'
import { NameList } from '../../ui/name-list.tsx'
import styles from './tracker-badge.module.css'

/** "2 · Mailchimp, Litmus": how many trackers wait in a mail and whose, before it is opened. */
export function TrackerBadge({
  row,
}: {
  row: Pick<MessageRow, 'trackerCount' | 'suspectCount' | 'services'>
}): JSX.Element | null {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const { trackerCount, suspectCount, services } = row
  if (trackerCount === 0 && suspectCount === 0) return null
  return (
    <span className={styles['badges']}>
      {trackerCount > 0 && (
        <Badge look="tracker">
          {services.length === 0 ? (
            t('messages.trackers', { count: trackerCount })
          ) : (
            <>
              <span aria-hidden>{formatNumber(trackerCount, locale)} · </span>
              <VisuallyHidden>{t('messages.trackers', { count: trackerCount })}: </VisuallyHidden>
              <NameList names={services} />
            </>
          )}
        </Badge>
      )}
      {trackerCount === 0 && <Badge look="suspect">{t('messages.suspects', { count: suspectCount })}</Badge>}
    </span>
  )
}
