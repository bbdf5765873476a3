import { Fragment, type JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { formatNumber } from '../../format/number.ts'
import { Badge } from '../../ui/badge.tsx'
import { NameList } from '../../ui/name-list.tsx'
import styles from './tracker-badge.module.css'

interface TrackerBadgeProps {
  row: Pick<MessageRow, 'trackerCount' | 'suspectCount' | 'services'>
}

/** More names than a row can show. */
const MOST_NAMED = 4

/** "2 · Mailchimp, Litmus": how many trackers wait in a mail and whose, before it is opened. */
export function TrackerBadge({ row }: TrackerBadgeProps): JSX.Element | null {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const { trackerCount, suspectCount, services } = row
  if (trackerCount === 0 && suspectCount === 0) return null
  if (trackerCount === 0) {
    return (
      <span className={styles['place']}>
        <Badge look="suspect">{t('messages.suspects', { count: suspectCount })}</Badge>
      </span>
    )
  }
  const trackers = t('messages.trackers', { count: trackerCount })
  return (
    <span className={styles['place']}>
      <Badge look="tracker">
        {services.length === 0 ? (
          trackers
        ) : (
          <span className={styles['names']} aria-hidden>
            <span>{formatNumber(trackerCount, locale)} · </span>
            {services.slice(0, MOST_NAMED).map((name, index) => (
              <Fragment key={name}>
                {index > 0 && <span>{t('list.separator')}</span>}
                <bdi className={styles['service']}>{name}</bdi>
              </Fragment>
            ))}
          </span>
        )}
      </Badge>
      {services.length > 0 && (
        <VisuallyHidden elementType="span">
          {trackers}: <NameList names={services} />
        </VisuallyHidden>
      )}
    </span>
  )
}
