import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { type JSX, useEffect, useEffectEvent } from 'react'
import type { MessageId, MessageRow } from '../shared/models/message.ts'
import type { Acting } from './acting.ts'
import { useConversations } from './conversations.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messageQuery, messagesQuery } from './engine-queries.ts'
import { useActChoices, useActCommands } from './features/acting/act-choices.ts'
import { ActToolbar } from './features/acting/act-toolbar.tsx'
import { SeveralSelected } from './features/acting/several-selected.tsx'
import { Reader } from './features/reader/reader.tsx'
import type { MailSelection, Opening } from './mail-selection.ts'
import { type ActedMail, standsFor } from './shown-mails.ts'

interface ReaderPaneProps {
  listing: Listing
  selection: MailSelection
  acting: Acting
  /** Back to the list, where the window shows only one of the two. */
  onBack(): void
  onSelectNone(): void
}

/** The open mail, or how many are selected, below what can be done with them. */
export function ReaderPane(props: ReaderPaneProps): JSX.Element {
  const { listing, selection, acting, onBack, onSelectNone } = props
  const { open, several } = selection
  const mail = useOpenMail(listing, open?.id ?? null)
  const mails = several.size > 0 ? [...several.values()] : mail ? [mail] : []
  const choices = useActChoices(mails, acting)
  useActCommands(choices)
  useReadOnceShown(several.size > 0 ? null : open, acting)
  const areTogether = useConversations()
  const toolbar = <ActToolbar choices={choices} />

  function markRead(rows: readonly MessageRow[]): void {
    const unread = rows.filter((row) => row.unread)
    if (unread.length > 0) acting.acts.actQuietly(unread, { kind: 'flag', flag: 'seen', on: true })
  }

  return several.size > 0 ? (
    <SeveralSelected count={several.size} toolbar={toolbar} onSelectNone={onSelectNone} />
  ) : (
    <Reader
      messageId={open?.id ?? null}
      conversation={areTogether && mail ? { folderId: mail.folderId, onShown: markRead } : null}
      toolbar={toolbar}
      onBack={onBack}
    />
  )
}

/** The open mail as the list has it, or, where it is in no list any more, as it was opened. */
function useOpenMail(listing: Listing, id: MessageId | null): ActedMail | undefined {
  const engine = useEngine()
  const row = useInfiniteQuery({
    ...messagesQuery(engine, listing),
    enabled: false,
    select: ({ pages }) => pages.flatMap((page) => page.rows).find((row) => standsFor(row, id)),
  }).data
  const message = useOpenedMessage(id)
  return row ?? message
}

function useOpenedMessage(id: MessageId | null) {
  const engine = useEngine()
  // The reader asks for it.
  const queries = id === null ? [] : [{ ...messageQuery(engine, id), enabled: false }]
  return useQueries({ queries })[0]?.data
}

/** Shorter than reading takes, longer than passing by. */
const READ_AFTER_MS = 1_000

/** A mail that was opened on purpose is read; one that was come by, when it has been on show for a moment. */
function useReadOnceShown(opening: Opening | null, acting: Acting): void {
  const message = useOpenedMessage(opening?.id ?? null)
  const isShown = message?.bodyState === 'ready'
  const mark = useEffectEvent((shown: Opening) => {
    if (message && acting.isToBeMarked(shown)) acting.markShown(shown, message)
  })
  useEffect(() => {
    if (opening === null || !isShown) return
    const timer = setTimeout(() => mark(opening), opening.explicit ? 0 : READ_AFTER_MS)
    return () => clearTimeout(timer)
  }, [opening, isShown])
}
