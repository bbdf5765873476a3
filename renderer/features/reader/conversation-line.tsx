import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { formatListDate } from '../../format/date.ts'
import { mailboxName } from '../../format/mailbox.ts'
import { formatNumber } from '../../format/number.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './conversation.module.css'

interface ConversationLineProps {
  row: MessageRow
  autoFocus: boolean
  onOpen(): void
}

/** A mail of a conversation that is not open: nothing of its body has been asked for. */
export function ConversationLine({ row, autoFocus, onOpen }: ConversationLineProps): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const sender = mailboxName(row.from) || t('messages.noSender')
  return (
    <button
      type="button"
      aria-expanded={false}
      // biome-ignore lint/a11y/noAutofocus: instead of the button that closed it
      autoFocus={autoFocus}
      className={classNames(styles['line'], row.unread && styles['unread'])}
      onClick={onOpen}
    >
      <VisuallyHidden>{t('threads.open', { sender })}</VisuallyHidden>
      {row.unread && <span className={styles['dot']} role="img" aria-label={t('messages.unread')} />}
      <span className={styles['sender']} dir="auto" aria-hidden>
        {sender}
      </span>
      <span className={styles['snippet']} dir="auto">
        {row.snippet}
      </span>
      {row.trackerCount > 0 && (
        <Badge look="tracker">
          <span aria-hidden>{formatNumber(row.trackerCount, locale)}</span>
          <VisuallyHidden>{t('messages.trackers', { count: row.trackerCount })}</VisuallyHidden>
        </Badge>
      )}
      <time className={styles['date']} dateTime={new Date(row.date).toISOString()}>
        {formatListDate(row.date, Date.now(), locale)}
      </time>
    </button>
  )
}
