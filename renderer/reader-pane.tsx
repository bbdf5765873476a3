import { useQueries } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import type { MessageId, OpenMessage } from '../shared/models/message.ts'
import type { Acting } from './acting.ts'
import { useConversations } from './conversations.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messageQuery } from './engine-queries.ts'
import { useActChoices, useActCommands } from './features/acting/act-choices.ts'
import { ActToolbar } from './features/acting/act-toolbar.tsx'
import { SeveralSelected } from './features/acting/several-selected.tsx'
import { Reader } from './features/reader/reader.tsx'
import type { MailSelection } from './mail-selection.ts'
import { type ActedMail, standsFor } from './shown-mails.ts'
import { useReadOnceShown } from './use-read-once-shown.ts'
import { useShownRows } from './use-shown-rows.ts'

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
  const message = useOpenedMessage(open?.id ?? null)
  const mail = useActedMail(listing, open?.id ?? null, message)
  const mails = several.size > 0 ? [...several.values()] : mail ? [mail] : []
  const choices = useActChoices(mails, acting)
  useActCommands(choices)
  const onShown = useReadOnceShown(
    several.size > 0 ? null : open,
    message?.bodyState === 'ready',
    mail,
    acting,
  )
  const areTogether = useConversations()
  const toolbar = <ActToolbar choices={choices} />

  return several.size > 0 ? (
    <SeveralSelected count={several.size} toolbar={toolbar} onSelectNone={onSelectNone} />
  ) : (
    <Reader
      messageId={open?.id ?? null}
      conversation={areTogether && mail ? { folderId: mail.folderId, onShown } : null}
      toolbar={toolbar}
      onBack={onBack}
    />
  )
}

/**
 * The row that stands for the open mail. When it is in the list no more, the mail itself, in the folder in which the user
 * opened it: it may lie in others too.
 */
function useActedMail(
  listing: Listing,
  id: MessageId | null,
  message: OpenMessage | undefined,
): ActedMail | undefined {
  const row = useShownRows(listing, (rows) => rows.find((one) => standsFor(one, id)))
  const [opened, setOpened] = useState({ id, folderId: row?.folderId })
  if (opened.id !== id) setOpened({ id, folderId: row?.folderId })
  else if (row && row.folderId !== opened.folderId) setOpened({ id, folderId: row.folderId })
  if (row || message === undefined) return row
  const { folderId } = opened
  return folderId !== undefined && message.folderIds.includes(folderId) ? { ...message, folderId } : message
}

function useOpenedMessage(id: MessageId | null) {
  const engine = useEngine()
  // The reader asks for it.
  const queries = id === null ? [] : [{ ...messageQuery(engine, id), enabled: false }]
  return useQueries({ queries })[0]?.data
}
