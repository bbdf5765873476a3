import type { MessageId, MessageRow } from '../../../shared/models/message.ts'

/** Each open mail is a frame with a document of its own. */
const MOST_OPENED = 5

/** The mails of a conversation that are open when it is: the one that was asked for, the newest and unread ones. */
export function openedAtFirst(rows: readonly MessageRow[], asked: MessageId): Set<MessageId> {
  const newest = rows.at(-1)
  const opened = new Set(newest ? [newest.id] : [])
  if (rows.some(({ id }) => id === asked)) opened.add(asked)
  for (const { id, unread } of rows.toReversed()) if (unread && opened.size < MOST_OPENED) opened.add(id)
  return opened
}
