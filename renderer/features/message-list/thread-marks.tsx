import { BellOff } from 'lucide-react'
import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { ThreadInfo } from '../../../shared/models/message.ts'
import { formatNumber } from '../../format/number.ts'
import styles from './thread-marks.module.css'

/** How many mails a conversation has, and whether it is muted. */
export function ThreadMarks({ thread }: { thread: ThreadInfo }): JSX.Element | null {
  const { t } = useTranslation()
  const { locale } = useLocale()
  if (thread.count < 2 && !thread.muted) return null
  return (
    <>
      {thread.muted && (
        <BellOff size={14} role="img" aria-label={t('threads.muted')} className={styles['muted']} />
      )}
      {thread.count > 1 && (
        <span className={styles['count']} role="img" aria-label={t('threads.count', { count: thread.count })}>
          {formatNumber(thread.count, locale)}
        </span>
      )}
    </>
  )
}
