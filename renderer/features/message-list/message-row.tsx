import { Paperclip, Star } from 'lucide-react'
import { type JSX, memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { formatListDate } from '../../format/date.ts'
import { mailboxName } from '../../format/mailbox.ts'
import { subjectDirection } from '../../format/subject-direction.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './message-row.module.css'
import { ThreadMarks } from './thread-marks.tsx'
import { TrackerBadge } from './tracker-badge.tsx'

interface MessageRowProps {
  id: string
  row: MessageRow
  locale: string
  /** When this day began, in Unix milliseconds. */
  today: number
  /** From 1, of `size` mails in the list; -1 when nobody knows yet. */
  position: number
  size: number
  /** Where lists show mails of several folders. */
  folderName?: string | undefined
  /** Pixels from the top of the list. */
  top: number
  isSelected: boolean
  /** The keyboard stands on it. */
  isCurrent: boolean
}

/** Presses are heard by the list, which finds the row by `data-index` and its star by `data-star`. Everything in a row that a sender wrote has a direction of its own: Arabic subjects start at the right in any list. */
export const MessageRowView = memo(
  function MessageRowView(props: MessageRowProps): JSX.Element {
    const { id, row, locale, today, position, size, folderName, top, isSelected, isCurrent } = props
    const { t } = useTranslation()
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
      <div
        id={id}
        role="option"
        aria-selected={isSelected}
        aria-posinset={position}
        aria-setsize={size}
        data-index={position - 1}
        draggable
        className={classNames(styles['row'], row.unread && styles['unread'], isCurrent && styles['current'])}
        style={{ transform: `translateY(${top}px)` }}
      >
        <div className={styles['line']}>
          {row.unread && <span className={styles['dot']} role="img" aria-label={t('messages.unread')} />}
          <span className={styles['sender']} dir="auto">
            {mailboxName(row.from) || t('messages.noSender')}
          </span>
          <ThreadMarks thread={row.thread} />
          <time className={styles['date']} dateTime={new Date(row.date).toISOString()}>
            {formatListDate(row.date, today, locale)}
          </time>
        </div>
        <div className={styles['line']}>
          <span className={styles['subject']} dir={subjectDirection(row.subject)}>
            {row.subject || t('messages.noSubject')}
          </span>
          {folderName !== undefined && <bdi className={styles['folder']}>{folderName}</bdi>}
          {row.hasAttachments && (
            <Paperclip
              size={14}
              role="img"
              aria-label={t('messages.attachments')}
              className={styles['mark']}
            />
          )}
          <span data-star className={styles['star']}>
            {row.flagged ? (
              <Star size={15} role="img" aria-label={t('messages.flagged')} className={styles['starred']} />
            ) : (
              <Star size={15} aria-hidden />
            )}
          </span>
        </div>
        <div className={styles['line']}>
          <span className={styles['snippet']} dir="auto">
            {row.snippet}
          </span>
          <TrackerBadge row={row} />
        </div>
      </div>
    )
  },
  (before, after) =>
    before.row === after.row &&
    before.id === after.id &&
    before.top === after.top &&
    before.size === after.size &&
    before.folderName === after.folderName &&
    before.locale === after.locale &&
    before.today === after.today &&
    before.isSelected === after.isSelected &&
    before.isCurrent === after.isCurrent,
)
