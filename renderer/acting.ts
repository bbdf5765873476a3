import { useQueryClient } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useRef, useState } from 'react'
import type { Folder, FolderRole } from '../shared/models/folder.ts'
import type { MessageId } from '../shared/models/message.ts'
import type { Act } from '../shared/models/operation.ts'
import { useEngine } from './engine-client.ts'
import { type Listing, messagesQuery } from './engine-queries.ts'
import { type MailActs, useMailActs } from './mail-acts.ts'
import { type MailSelection, NOTHING, type Opening, opened } from './mail-selection.ts'
import { type ActedMail, takesAway } from './shown-mails.ts'

/** What the user has to be asked before something can be done. */
export interface Question {
  what: 'delete' | 'move' | 'copy'
  mails: readonly ActedMail[]
}

export interface Acting {
  /** Of all accounts. */
  folders: readonly Folder[]
  acts: MailActs
  act(mails: readonly ActedMail[], act: Act): void
  ask(question: Question): void
  question: Question | null
  /** The question was answered or closed. */
  stopAsking(): void
  /** Marks a mail as read that was really shown; once for each time that it is opened. */
  markShown(opening: Opening, mail: ActedMail): void
  /** false: it was marked for this opening, or the user decided otherwise since. */
  isToBeMarked(opening: Opening): boolean
}

interface ActingOptions {
  folders: readonly Folder[]
  /** The list that is on show. */
  listing: Listing
  selection: MailSelection
  /** The open mail's row, or that of the mail that came after it. */
  openRow: number
  onSelection: Dispatch<SetStateAction<MailSelection>>
}

/** The user's acts where lists and open mails are: after a mail went away, the next one is open. */
export function useActing(options: ActingOptions): Acting {
  const { folders, listing, selection, openRow, onSelection } = options
  const engine = useEngine()
  const queries = useQueryClient()
  const [question, setQuestion] = useState<Question | null>(null)
  const settled = useRef(new WeakSet<Opening>())
  const acts = useMailActs((mails, act) => {
    const [first] = mails
    const isListed = listing.folderId === null || listing.folderId === first?.folderId
    if (first && isListed && mails.length === 1 && takesAway(act)) onSelection(opened(first.id, false))
  })

  function act(given: readonly ActedMail[], act: Act): void {
    const goesTo = act.kind === 'move' || act.kind === 'copy' ? act.to : null
    const mails = given.filter(({ folderId }) => folderId !== goesTo)
    const ids = new Set(mails.flatMap(({ thread }) => thread.messageIds))
    const { open, several } = selection
    if (takesAway(act)) {
      const isSelected =
        several.size > 0 ? [...several.keys()].some((id) => ids.has(id)) : open && ids.has(open.id)
      if (isSelected) {
        const next = nextAfter(ids)
        onSelection(next ? opened(next, false) : NOTHING)
      }
    } else if (act.kind === 'flag') {
      if (act.flag === 'seen' && open && ids.has(open.id)) settled.current.add(open)
      if (several.size > 0) onSelection((now) => ({ ...now, several: withFlag(now.several, ids, act) }))
    }
    acts.act(mails, act)
  }

  /** The mail after the last one that goes or, when none is listed, after the open one; else the one before. */
  function nextAfter(gone: ReadonlySet<MessageId>): MessageId | null {
    const pages = queries.getQueryData(messagesQuery(engine, listing).queryKey)?.pages ?? []
    const rows = pages.flatMap((page) => page.rows)
    const last = rows.findLastIndex(({ id }) => gone.has(id))
    const next = rows[last < 0 ? openRow : last + 1]
    return (next ?? rows.findLast(({ id }) => !gone.has(id)))?.id ?? null
  }

  return {
    folders,
    acts,
    act,
    ask: setQuestion,
    question,
    stopAsking: () => setQuestion(null),
    markShown(opening, mail) {
      settled.current.add(opening)
      if (mail.unread) acts.actQuietly([mail], { kind: 'flag', flag: 'seen', on: true })
    },
    isToBeMarked: (opening) => !settled.current.has(opening),
  }
}

/** Servers fill these by themselves. */
const VIRTUAL: ReadonlySet<FolderRole | null> = new Set(['all', 'flagged'])

/** Whether some of the mails can be moved or copied there: within one account, and not to where all of them are. */
export function canMoveTo(mails: readonly ActedMail[], target: Folder, folders: readonly Folder[]): boolean {
  const here = new Set(mails.map(({ folderId }) => folderId))
  const isOneAccount = folders.every(({ id, accountId }) => !here.has(id) || accountId === target.accountId)
  return isOneAccount && !VIRTUAL.has(target.role) && !(here.size === 1 && here.has(target.id))
}

function withFlag(
  several: MailSelection['several'],
  ids: ReadonlySet<MessageId>,
  act: Act & { kind: 'flag' },
): MailSelection['several'] {
  const change = act.flag === 'seen' ? { unread: !act.on } : { flagged: act.on }
  return new Map([...several].map(([id, mail]) => [id, ids.has(id) ? { ...mail, ...change } : mail]))
}
