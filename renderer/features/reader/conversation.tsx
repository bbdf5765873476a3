import { useQuery } from '@tanstack/react-query'
import { BellOff, ChevronUp, Ellipsis, LoaderCircle } from 'lucide-react'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { threadQuery } from '../../engine-queries.ts'
import { mailboxName } from '../../format/mailbox.ts'
import { subjectDirection } from '../../format/subject-direction.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import styles from './conversation.module.css'
import { ConversationLine } from './conversation-line.tsx'
import { MuteItem } from './mute-item.tsx'
import { openedAtFirst } from './opened-at-first.ts'

/** How one mail of a conversation stands among the others. */
export interface Stacked {
  /** Menu commands are meant for this one. */
  isCurrent: boolean
  /** Stands at the end of the mail's first line. */
  closeButton: ReactNode
}

interface ConversationProps {
  messageId: MessageId
  /** Where the user sees it. */
  folderId: FolderId
  /** These mails are shown besides the one that was asked for. */
  onShown(rows: readonly MessageRow[]): void
  /** A mail with nothing else around it. */
  single: JSX.Element
  renderMail(messageId: MessageId, stacked: Stacked): ReactNode
}

/** The mails of a conversation, oldest first; of those that are closed no body is asked for. */
export function Conversation(props: ConversationProps): JSX.Element {
  const { t } = useTranslation()
  const { messageId, folderId, single } = props
  const rows = useQuery(threadQuery(useEngine(), messageId, folderId))
  // An answer that comes while the mail is read was opened by nobody.
  const [begins, setBegins] = useState<'alone' | 'together' | null>(null)
  if (rows.isPending) return <EmptyState icon={LoaderCircle} isBusy title={t('reader.opening')} />
  // Without its conversation the mail is still there to be read.
  const now = rows.data === undefined || rows.data.length < 2 ? 'alone' : 'together'
  if (begins === null) setBegins(now)
  return now === 'alone' || begins === 'alone' ? single : <Stack {...props} rows={rows.data ?? []} />
}

function Stack(props: ConversationProps & { rows: readonly MessageRow[] }): JSX.Element | null {
  const { rows, messageId, onShown, renderMail } = props
  const { t } = useTranslation()
  const [opened, setOpened] = useState<ReadonlySet<MessageId>>(() => openedAtFirst(rows, messageId))
  const [current, setCurrent] = useState(messageId)
  /** Its button turns into the opposite one. */
  const [turned, setTurned] = useState<MessageId | null>(null)
  const firstOpen = useRef<HTMLLIElement>(null)
  const firstOpenId = rows.find(({ id }) => opened.has(id))?.id
  const hasBegun = useRef(false)
  const begin = useEffectEvent(() => {
    // Coming back from another page is not opening it again.
    if (hasBegun.current) return
    hasBegun.current = true
    firstOpen.current?.scrollIntoView({ block: 'nearest' })
    onShown(rows.filter(({ id }) => opened.has(id) && id !== messageId))
  })
  useEffect(() => begin(), [])

  function open(row: MessageRow): void {
    setOpened((now) => new Set([...now, row.id]))
    setCurrent(row.id)
    setTurned(row.id)
    onShown([row])
  }
  function close(id: MessageId): void {
    setOpened((now) => new Set([...now].filter((one) => one !== id)))
    setTurned(id)
  }

  const [oldest] = rows
  if (oldest === undefined) return null
  return (
    <div className={styles['scroller']}>
      <header className={styles['header']}>
        <h1 className={styles['subject']} dir={subjectDirection(oldest.subject)}>
          {oldest.subject || t('messages.noSubject')}
        </h1>
        {oldest.thread.muted && (
          <span className={styles['muted']}>
            <BellOff size={15} aria-hidden />
            {t('threads.muted')}
          </span>
        )}
        <Menu button={<IconButton icon={Ellipsis} label={t('threads.menu')} />}>
          <MuteItem message={oldest} />
        </Menu>
      </header>
      <ol className={styles['mails']} aria-label={t('threads.count', { count: rows.length })}>
        {rows.map((row) => (
          <li
            key={row.id}
            ref={row.id === firstOpenId ? firstOpen : undefined}
            className={styles[opened.has(row.id) ? 'open' : 'closed']}
          >
            {opened.has(row.id) ? (
              // A mail that breaks the page breaks only itself.
              <ErrorBoundary>
                {renderMail(row.id, {
                  isCurrent: row.id === current,
                  closeButton: (
                    <IconButton
                      icon={ChevronUp}
                      autoFocus={row.id === turned}
                      label={t('threads.close', { sender: mailboxName(row.from) || t('messages.noSender') })}
                      onPress={() => close(row.id)}
                    />
                  ),
                })}
              </ErrorBoundary>
            ) : (
              <ConversationLine row={row} autoFocus={row.id === turned} onOpen={() => open(row)} />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
