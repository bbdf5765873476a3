import { useInfiniteQuery } from '@tanstack/react-query'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { Inbox, LoaderCircle } from 'lucide-react'
import { type JSX, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { useEngine, useShellCommand } from '../../engine-client.ts'
import { mailErrorOf, messagesQuery } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './message-list.module.css'
import { MessageRowView } from './message-row.tsx'

interface MessageListProps {
  folder: Folder
  /** Mail of this account is on its way, so an empty folder may only be empty for now. */
  arriving: boolean
  selectedId: MessageId | null
  onSelect(id: MessageId): void
}

/** Same as in message-row.module.css: rows of one height need no measuring. */
const ROW_HEIGHT = 86
/** The next page is asked for when this many rows are left to scroll. */
const ROWS_AHEAD = 40

export function MessageList({ folder, arriving, selectedId, onSelect }: MessageListProps): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const engine = useEngine()
  const query = useInfiniteQuery(messagesQuery(engine, folder.id))
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const listId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  // What the arrow keys stand on. It runs ahead of the open mail while a key is held down.
  const [cursor, setCursor] = useState<MessageId | null>(selectedId)
  const passing = useRef(false)
  const current = rows.findIndex((row) => row.id === (cursor ?? selectedId))

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    // The current row stays in the document wherever the list is scrolled: aria-activedescendant names it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return current < 0 || shown.includes(current) ? shown : [...shown, current].sort((a, b) => a - b)
    },
  })
  const items = virtualizer.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (
      hasNextPage &&
      !isFetchingNextPage &&
      !isFetchNextPageError &&
      lastShown + ROWS_AHEAD >= rows.length
    ) {
      void fetchNextPage()
    }
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, lastShown, rows.length])

  function goTo(wanted: number, open: boolean): void {
    const index = Math.max(0, Math.min(rows.length - 1, wanted))
    const row = rows[index]
    if (row === undefined) return
    setCursor(row.id)
    virtualizer.scrollToIndex(index)
    if (open) onSelect(row.id)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const screen = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1)
    const wanted = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + screen,
      PageUp: current - screen,
      Home: 0,
      End: rows.length - 1,
      Enter: current,
      ' ': current,
    }[event.key]
    if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    // A held key passes over many mails; only the one it stops at is opened.
    passing.current = event.repeat
    goTo(wanted, !event.repeat)
  }
  useShellCommand('next-message', () => goTo(current + 1, true))
  useShellCommand('previous-message', () => goTo(current - 1, true))

  return (
    <div className={styles['list']}>
      <header className={styles['header']}>
        <h2 className={styles['title']} dir="auto">
          {folderName(folder, t)}
        </h2>
        {folder.total > 0 && (
          <span className={styles['count']}>{t('messages.count', { count: folder.total })}</span>
        )}
      </header>
      {query.isPending && <EmptyState icon={LoaderCircle} isBusy title={t('app.loading')} />}
      {query.isError && rows.length === 0 && (
        <div className={styles['failure']}>
          <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess &&
        rows.length === 0 &&
        (arriving ? (
          <EmptyState
            icon={LoaderCircle}
            isBusy
            title={t('messages.arriving')}
            hint={t('messages.arrivingHint')}
          />
        ) : (
          <EmptyState icon={Inbox} title={t('messages.empty')} hint={t('messages.emptyHint')} />
        ))}
      {rows.length > 0 && (
        <div
          ref={scroller}
          role="listbox"
          aria-label={folderName(folder, t)}
          aria-activedescendant={current < 0 ? undefined : `${listId}-${current}`}
          tabIndex={0}
          className={styles['scroller']}
          onKeyDown={onKeyDown}
          onKeyUp={() => {
            if (passing.current && cursor !== null) onSelect(cursor)
            passing.current = false
          }}
        >
          <div
            role="presentation"
            className={styles['rows']}
            style={{ blockSize: `${virtualizer.getTotalSize()}px` }}
          >
            {items.map((item) => {
              const row = rows[item.index]
              return (
                row && (
                  <MessageRowView
                    key={item.key}
                    id={`${listId}-${item.index}`}
                    row={row}
                    locale={locale}
                    position={item.index + 1}
                    size={Math.max(folder.total, rows.length)}
                    top={item.start}
                    isSelected={item.index === current}
                    onSelect={() => goTo(item.index, true)}
                  />
                )
              )
            })}
          </div>
          {isFetchingNextPage && <p className={styles['more']}>{t('messages.more')}</p>}
          {isFetchNextPageError && (
            <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void fetchNextPage()} />
          )}
        </div>
      )}
    </div>
  )
}
