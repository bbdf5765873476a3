import type { Query, QueryClient } from '@tanstack/react-query'
import type { FolderId } from '../shared/models/folder.ts'
import type { MessageId, MessageRow, OpenMessage } from '../shared/models/message.ts'
import type { Act } from '../shared/models/operation.ts'
import type { MessagePages } from './engine-queries.ts'

/** A mail, or a conversation's newest, in the folder in which the user acts on it. */
export type ActedMail = Pick<MessageRow, 'id' | 'folderId' | 'unread' | 'flagged' | 'thread'>

/** Whether the row is that mail's, or that of the conversation it belongs to. */
export function standsFor(row: Pick<MessageRow, 'thread'>, id: MessageId | null): boolean {
  return id !== null && row.thread.messageIds.includes(id)
}

/** What an act on a row is done to: all that it stands for, but that a star is put on the newest alone. */
export function mailsOf({ id, thread }: ActedMail, act: Act): readonly MessageId[] {
  return act.kind === 'flag' && act.flag === 'flagged' && act.on ? [id] : thread.messageIds
}

/** Whether the mails are no longer where they were. */
export function takesAway(act: Act): boolean {
  return act.kind !== 'flag' && act.kind !== 'copy'
}

/**
 * Shows what an act does before the engine has answered. Lists that were being fetched would show what was
 * before it: they are stopped.
 *
 * @returns a function that fetches them again, to be called after the answer.
 */
export async function showAtOnce(
  queries: QueryClient,
  mails: readonly ActedMail[],
  act: Act,
): Promise<() => void> {
  if (act.kind === 'copy') return () => {}
  const stopped = queries.getQueryCache().findAll({ queryKey: ['messages'], fetchStatus: 'fetching' })
  await queries.cancelQueries({
    queryKey: ['messages'],
    predicate: (query) => stopped.includes(query as Query),
  })
  if (act.kind === 'flag') showFlag(queries, new Set(mails.flatMap((mail) => mailsOf(mail, act))), act)
  else
    for (const [folderId, gone] of Map.groupBy(mails, (mail) => mail.folderId)) hide(queries, folderId, gone)
  return () => {
    for (const { queryKey } of stopped) void queries.invalidateQueries({ queryKey, exact: true })
  }
}

function showFlag(queries: QueryClient, ids: ReadonlySet<MessageId>, act: Act & { kind: 'flag' }): void {
  const change = act.flag === 'seen' ? { unread: !act.on } : { flagged: act.on }
  changeRows(queries, (rows) =>
    rows.some(({ id }) => ids.has(id))
      ? rows.map((row) => (ids.has(row.id) ? { ...row, ...change } : row))
      : rows,
  )
  for (const id of ids) {
    queries.setQueryData<OpenMessage>(['message', id], (message) => message && { ...message, ...change })
  }
}

function hide(queries: QueryClient, folderId: FolderId, gone: readonly ActedMail[]): void {
  const ids = new Set(gone.map(({ id }) => id))
  const isGone = (row: MessageRow) => row.folderId === folderId && ids.has(row.id)
  changeRows(queries, (rows) => (rows.some(isGone) ? rows.filter((row) => !isGone(row)) : rows))
}

/** Pages whose rows stay the same stay the same objects, so that nothing of them is drawn again. */
function changeRows(queries: QueryClient, change: (rows: MessageRow[]) => MessageRow[]): void {
  queries.setQueriesData<MessagePages>({ queryKey: ['messages'] }, (known) => {
    if (known === undefined) return known
    const pages = known.pages.map((page) => {
      const rows = change(page.rows)
      return rows === page.rows ? page : { ...page, rows }
    })
    return pages.every((page, index) => page === known.pages[index]) ? known : { ...known, pages }
  })
}
