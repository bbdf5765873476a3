import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { LoaderCircle } from 'lucide-react'
import { type JSX, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { useEngine, useShellCommand } from '../../engine-client.ts'
import { type Listing, mailErrorOf, messagesQuery } from '../../engine-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './message-list.module.css'
import { MessageRowView } from './message-row.tsx'

interface MessageListProps {
  listing: Listing
  title: string
  /** How many mails there are, where that is known before all were listed. */
  total: number | null
  /** Stands above the title. */
  children?: ReactNode
  /** In place of the list when there is none. */
  empty: ReactNode
  /** Given where a list shows mails of several folders. */
  folderNameOf?: (id: FolderId) => string | undefined
  selectedId: MessageId | null
  onSelect(id: MessageId): void
}

/** Same as in message-row.module.css: rows of one height need no measuring. */
const ROW_HEIGHT = 86
/** The next page is asked for when this many rows are left to scroll. */
const ROWS_AHEAD = 40

export function MessageList(props: MessageListProps): JSX.Element {
  const { listing, title, total, folderNameOf, selectedId, onSelect } = props
  const { t } = useTranslation()
  const { locale } = useLocale()
  const engine = useEngine()
  const query = useInfiniteQuery({
    ...messagesQuery(engine, listing),
    // The list stays until the next letter's is there.
    placeholderData: keepPreviousData,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  // -1 is how ARIA says that nobody knows.
  const count = total ?? (query.hasNextPage ? 0 : rows.length)
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

  useEffect(() => {
    // Another query is another list.
    if (listing.query !== undefined) scroller.current?.scrollTo({ top: 0 })
  }, [listing.query])

  const { isPlaceholderData, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const hasNextPage = query.hasNextPage && !isPlaceholderData
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
      {props.children}
      <header className={styles['header']}>
        <h2 className={styles['title']} dir="auto">
          {title}
        </h2>
        <span className={styles['count']} role="status">
          {count > 0 && t('messages.count', { count })}
        </span>
      </header>
      {query.isPending && <EmptyState icon={LoaderCircle} isBusy title={t('app.loading')} />}
      {query.isError && rows.length === 0 && (
        <div className={styles['failure']}>
          <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess &&
        rows.length === 0 &&
        (hasNextPage && !isFetchNextPageError ? (
          <EmptyState icon={LoaderCircle} isBusy title={t('search.searching')} />
        ) : (
          props.empty
        ))}
      {rows.length > 0 && (
        <div
          ref={scroller}
          role="listbox"
          aria-label={title}
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
                    size={count > 0 ? Math.max(count, rows.length) : -1}
                    folderName={folderNameOf?.(row.folderId)}
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
