import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import { ROW_HEIGHT } from './row-height.ts'

/** What is read in a list that is scrolled down stays under the pointer, though mails come and go above it. */
export function useHeldPlace(scroller: RefObject<HTMLElement | null>, rows: readonly MessageRow[]): void {
  const seen = useRef<{ rows: readonly MessageRow[]; id: MessageId; index: number } | null>(null)
  useLayoutEffect(() => {
    const list = scroller.current
    if (list === null) return
    const before = seen.current
    if (before !== null && before.rows !== rows && list.scrollTop > 0) {
      const index = rows.findIndex(({ id }) => id === before.id)
      if (index >= 0) list.scrollTop += (index - before.index) * ROW_HEIGHT
    }
    const index = Math.floor(list.scrollTop / ROW_HEIGHT)
    const first = rows[index]
    seen.current = first ? { rows, id: first.id, index } : null
  })
}
