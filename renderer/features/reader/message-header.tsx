import type { JSX, ReactNode } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { Mailbox, OpenMessage } from '../../../shared/models/message.ts'
import { formatFullDate } from '../../format/date.ts'
import { mailboxName } from '../../format/mailbox.ts'
import { subjectDirection } from '../../format/subject-direction.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './message-header.module.css'

interface MessageHeaderProps {
  message: OpenMessage
  /** What can be done to the message. */
  menu: ReactNode
  /** The subject stands above the conversation. */
  isStacked: boolean
}

export function MessageHeader({ message, menu, isStacked }: MessageHeaderProps): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const { from, to, cc, replyTo, platform } = message
  const sender = mailboxName(from)
  // Said only when it is a surprise.
  const Name = isStacked ? 'h2' : 'p'
  const elsewhere = replyTo.filter((mailbox) => mailbox.address !== from.address)
  return (
    <header className={styles['header']}>
      {!isStacked && (
        <div className={styles['title']}>
          <h1 className={styles['subject']} dir={subjectDirection(message.subject)}>
            {message.subject || t('messages.noSubject')}
          </h1>
          <div className={styles['actions']}>{menu}</div>
        </div>
      )}
      <div className={styles['from']}>
        <Name className={classNames(styles['sender'], isStacked && styles['stacked'])}>
          <bdi className={styles['name']}>{sender || t('messages.noSender')}</bdi>
          {from.address !== '' && from.address !== sender && (
            <bdi className={styles['address']} dir="ltr">
              {from.address}
            </bdi>
          )}
        </Name>
        <time className={styles['date']} dateTime={new Date(message.date).toISOString()}>
          {formatFullDate(message.date, locale)}
        </time>
        {isStacked && <div className={styles['actions']}>{menu}</div>}
      </div>
      <dl className={styles['people']}>
        <People label={t('reader.to')} mailboxes={to} />
        <People label={t('reader.cc')} mailboxes={cc} />
        <People label={t('reader.replyTo')} mailboxes={elsewhere} withAddresses />
      </dl>
      {platform !== null && (
        <p>
          <Badge look="quiet">{t('reader.platform', { service: platform })}</Badge>
        </p>
      )}
    </header>
  )
}

/** More would fill the window; a mail to a thousand people names the first ones. */
const MOST_NAMED = 12

interface PeopleProps {
  label: string
  mailboxes: Mailbox[]
  withAddresses?: boolean
}

function People({ label, mailboxes, withAddresses = false }: PeopleProps): JSX.Element | null {
  const { t } = useTranslation()
  if (mailboxes.length === 0) return null
  const rest = mailboxes.length - MOST_NAMED
  return (
    <div className={styles['line']}>
      <dt>{label}</dt>
      <dd>
        {mailboxes.slice(0, MOST_NAMED).map((mailbox, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same person may be named twice
          <span key={index}>
            {index > 0 && t('list.separator')}
            <bdi>{mailboxName(mailbox)}</bdi>
            {withAddresses && mailbox.address !== mailboxName(mailbox) && (
              <>
                {' '}
                <bdi className={styles['address']} dir="ltr">
                  {mailbox.address}
                </bdi>
              </>
            )}
          </span>
        ))}
        {rest > 0 && ` ${t('list.more', { count: rest })}`}
      </dd>
    </div>
  )
}
