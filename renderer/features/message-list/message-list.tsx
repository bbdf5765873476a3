import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { LoaderCircle } from 'lucide-react'
import { type JSX, type ReactNode, useEffect, useId, useRef } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import type { SearchWord } from '../../../shared/models/search.ts'
import { useEngine } from '../../engine-client.ts'
import { type Listing, mailErrorOf, messagesQuery } from '../../engine-queries.ts'
import type { MailSelection } from '../../mail-selection.ts'
import { useMarkedWords } from '../../search-words.ts'
import type { ActedMail } from '../../shown-mails.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './message-list.module.css'
import { MessageRowView } from './message-row.tsx'
import { ROW_HEIGHT } from './row-height.ts'
import { useHeldPlace } from './use-held-place.ts'
import { useLoadAll } from './use-load-all.ts'
import { useRowCursor } from './use-row-cursor.ts'
import { useRowEvents } from './use-row-events.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useRows } from './use-rows.ts'
import { useToday } from './use-today.ts'

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
  /** Stands at the end of the title's line. */
  action?: ReactNode
  selection: MailSelection
  /** The open mail's row, or that of the mail that came after it. */
  openRow: number
  onOpen(id: MessageId, how: { explicit: boolean }): void
  onSelect(mails: readonly ActedMail[]): void
  onStar(row: MessageRow): void
  /** The user asks what can be done to a mail, at that point of the window. */
  onMenu(row: MessageRow, at: { x: number; y: number }): void
  /** A mail is being dragged, until null. */
  onDrag(row: MessageRow | null): void
}

const NO_WORDS: readonly SearchWord[] = []
/** The next page is asked for when this many rows are left to scroll. */
const ROWS_AHEAD = 40

export function MessageList(props: MessageListProps): JSX.Element {
  const { listing, title, total, folderNameOf, selection } = props
  const { t } = useTranslation()
  const { locale } = useLocale()
  const today = useToday()
  const engine = useEngine()
  const query = useInfiniteQuery({
    ...messagesQuery(engine, listing),
    // The list stays until the next letter's is there.
    placeholderData: keepPreviousData,
  })
  const pages = query.data?.pages
  const rows = useRows(listing.query, pages)
  // -1 is how ARIA says that nobody knows.
  const count = total ?? (query.hasNextPage ? 0 : rows.length)
  const knownSize = count > 0 ? Math.max(count, rows.length) : -1
  // How many conversations there are is known when all are listed.
  const size = !listing.threaded ? knownSize : query.hasNextPage ? -1 : rows.length
  const listId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const loadAll = useLoadAll(listing)
  const cursor = useRowCursor(rows, { ...props, loadAll })
  const { current } = cursor
  const several = selection.several.size

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
    if (listing.query !== undefined && listing.order) scroller.current?.scrollTo({ top: 0 })
  }, [listing.query, listing.order])

  const { isPlaceholderData, isFetching, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const hasNextPage = query.hasNextPage && !isPlaceholderData
  const isEmpty = query.isSuccess && rows.length === 0
  const foundNothing = isEmpty && !hasNextPage && listing.query !== ''
  useEffect(() => {
    if (
      hasNextPage &&
      // To ask for it now would take back what asks for news.
      !isFetching &&
      !isFetchNextPageError &&
      lastShown + ROWS_AHEAD >= rows.length
    ) {
      void fetchNextPage()
    }
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, lastShown, rows.length])

  // Not where an open mail hides it.
  const isOnShow = items.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another is stood on, not when rows come and go
  useEffect(() => {
    if (isOnShow && cursor.id !== null) virtualizer.scrollToIndex(current)
  }, [cursor.id, isOnShow, virtualizer])

  useHeldPlace(scroller, rows)
  const firstShown = items[0]?.index ?? 0
  useMarkedWords(scroller, pages?.[0]?.words ?? NO_WORDS, rows, firstShown, lastShown)

  const onKeyDown = useRowKeys(cursor, () =>
    Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1),
  )
  const rowEvents = useRowEvents(rows, cursor, props)

  return (
    <div className={styles['list']}>
      {props.children}
      <header className={styles['header']}>
        <h2 className={styles['title']} dir="auto" tabIndex={-1}>
          {title}
        </h2>
        <span className={styles['count']} role="status">
          {several > 0
            ? t('acts.selected', { count: several })
            : (count > 0 || foundNothing) && t('messages.count', { count })}
        </span>
        {props.action && <div className={styles['action']}>{props.action}</div>}
      </header>
      {query.isPending && <EmptyState icon={LoaderCircle} isBusy title={t('app.loading')} />}
      {query.isError && rows.length === 0 && (
        <div className={styles['failure']}>
          <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
        </div>
      )}
      {isEmpty &&
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
          aria-multiselectable
          onKeyDown={onKeyDown}
          {...rowEvents}
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
                    today={today}
                    position={item.index + 1}
                    size={size}
                    folderName={folderNameOf?.(row.folderId)}
                    top={item.start}
                    isSelected={cursor.isSelected(row.id)}
                    isCurrent={item.index === current}
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
