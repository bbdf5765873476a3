import { useEffect, useEffectEvent, useRef } from 'react'
import type { MessageRow } from '../shared/models/message.ts'
import type { Acting } from './acting.ts'
import type { Opening } from './mail-selection.ts'
import type { ActedMail } from './shown-mails.ts'

/** Shorter than reading takes, longer than passing by. */
const READ_AFTER_MS = 1_000

/**
 * A mail that was opened on purpose is read; one that was come by, when it has been on show for a moment.
 *
 * @param isShown whether the open one is here to be read.
 * @param mail it, in the folder where the user sees it.
 * @returns what to tell of mails that its conversation shows with it: they are read when it is.
 */
export function useReadOnceShown(
  opening: Opening | null,
  isShown: boolean,
  mail: ActedMail | undefined,
  acting: Acting,
): (rows: readonly MessageRow[]) => void {
  const withIt = useRef<{ opening: Opening; rows: readonly MessageRow[] } | null>(null)

  function markRead(rows: readonly MessageRow[]): void {
    const unread = rows.filter((row) => row.unread)
    if (unread.length > 0) acting.acts.actQuietly(unread, { kind: 'flag', flag: 'seen', on: true })
  }
  const mark = useEffectEvent((shown: Opening) => {
    if (!mail || !acting.isToBeMarked(shown)) return
    acting.markShown(shown, mail)
    if (withIt.current?.opening === shown) markRead(withIt.current.rows)
  })
  useEffect(() => {
    if (opening === null || !isShown) return
    const timer = setTimeout(() => mark(opening), opening.explicit ? 0 : READ_AFTER_MS)
    return () => clearTimeout(timer)
  }, [opening, isShown])

  return (rows) => {
    if (opening === null || !acting.isToBeMarked(opening)) return markRead(rows)
    const before = withIt.current?.opening === opening ? withIt.current.rows : []
    withIt.current = { opening, rows: [...before, ...rows] }
  }
}
