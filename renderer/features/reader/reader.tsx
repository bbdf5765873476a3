import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, LoaderCircle, MailOpen } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, messageQuery } from '../../engine-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Conversation, type Stacked } from './conversation.tsx'
import { MessageView } from './message-view.tsx'
import styles from './reader.module.css'

interface ReaderProps {
  messageId: MessageId | null
  /** Shows the mail among those it belongs to; null: alone. */
  conversation?: { folderId: FolderId; onShown(rows: readonly MessageRow[]): void } | null
  /** Stands above the mail. */
  toolbar?: ReactNode
  /** Back to the list, where the window shows only one of the two. */
  onBack(): void
}

export function Reader({ messageId, conversation = null, toolbar, onBack }: ReaderProps): JSX.Element {
  const { t } = useTranslation()
  if (messageId === null) {
    return <EmptyState icon={MailOpen} title={t('reader.choose')} hint={t('reader.chooseHint')} />
  }
  return (
    <div className={styles['reader']}>
      <div className={styles['bar']}>
        <div className={styles['back']}>
          <IconButton icon={ArrowLeft} mirrored label={t('app.back')} onPress={onBack} />
        </div>
        {toolbar}
      </div>
      {/* A mail that breaks the page breaks only itself: the next one starts afresh. */}
      <ErrorBoundary key={messageId}>
        {conversation === null ? (
          <OpenedMessage messageId={messageId} />
        ) : (
          <Conversation
            messageId={messageId}
            {...conversation}
            single={<OpenedMessage messageId={messageId} />}
            renderMail={(id, stacked) => <OpenedMessage messageId={id} stacked={stacked} />}
          />
        )}
      </ErrorBoundary>
    </div>
  )
}

function OpenedMessage(props: { messageId: MessageId; stacked?: Stacked }): JSX.Element {
  const { messageId, stacked = null } = props
  const { t } = useTranslation()
  const query = useQuery(messageQuery(useEngine(), messageId))
  if (query.isPending) return <EmptyState icon={LoaderCircle} isBusy title={t('reader.opening')} />
  if (query.data === undefined) {
    return (
      <div className={styles['failure']}>
        <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  return <MessageView message={query.data} stacked={stacked} />
}
