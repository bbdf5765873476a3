import { MailQuestionMark } from 'lucide-react'
import { Fragment, type JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { formatNumber } from '../../format/number.ts'
import { shortServiceName } from '../../format/service-name.ts'
import { Badge } from '../../ui/badge.tsx'
import { NameList } from '../../ui/name-list.tsx'
import styles from './tracker-badge.module.css'

interface TrackerBadgeProps {
  row: Pick<MessageRow, 'trackerCount' | 'suspectCount' | 'receiptCount' | 'services'>
}

/** More names than a row can show. */
const MOST_NAMED = 4

/** "2 · Mailchimp, Litmus": how many trackers wait in a mail and whose, before it is opened. */
export function TrackerBadge({ row }: TrackerBadgeProps): JSX.Element | null {
  const { t } = useTranslation()
  const { trackerCount, suspectCount, receiptCount } = row
  if (trackerCount + suspectCount + receiptCount === 0) return null
  return (
    <span className={styles['place']}>
      {receiptCount > 0 && (
        <MailQuestionMark
          size={15}
          role="img"
          aria-label={t('messages.receipt')}
          className={styles['receipt']}
        >
          <title>{t('messages.receipt')}</title>
        </MailQuestionMark>
      )}
      {trackerCount > 0 && <Trackers row={row} />}
      {trackerCount === 0 && suspectCount > 0 && (
        <Badge look="suspect">{t('messages.suspects', { count: suspectCount })}</Badge>
      )}
    </span>
  )
}

function Trackers({ row: { trackerCount, services } }: TrackerBadgeProps): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const trackers = t('messages.trackers', { count: trackerCount })
  return (
    <>
      <Badge look="tracker">
        {services.length === 0 ? (
          trackers
        ) : (
          <span className={styles['names']} aria-hidden>
            <span>{formatNumber(trackerCount, locale)} · </span>
            {services.slice(0, MOST_NAMED).map((name, index) => (
              <Fragment key={name}>
                {index > 0 && <span>{t('list.separator')}</span>}
                <bdi className={styles['service']}>{shortServiceName(name)}</bdi>
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
    </>
  )
}
