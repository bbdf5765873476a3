import type { DragEvent, MouseEvent } from 'react'
import type { MessageRow } from '../../../shared/models/message.ts'
import { MAIL_DRAG } from '../../mail-selection.ts'
import type { RowCursor } from './use-row-cursor.ts'

interface RowActions {
  onStar(row: MessageRow): void
  onMenu(row: MessageRow, at: { x: number; y: number }): void
  onDrag(row: MessageRow | null): void
}

/** What the pointer does to rows, heard once for all of them. */
export function useRowEvents(rows: readonly MessageRow[], cursor: RowCursor, actions: RowActions) {
  return {
    onClick(event: MouseEvent): void {
      const index = indexAt(event)
      const row = rows[index]
      if (row === undefined) return
      if (event.target instanceof Element && event.target.closest('[data-star]')) actions.onStar(row)
      else if (event.shiftKey) cursor.extendTo(index)
      else if (event.ctrlKey || event.metaKey) cursor.toggle(index)
      else cursor.goTo(index, { explicit: true })
    },
    onContextMenu(event: MouseEvent<HTMLElement>): void {
      const pressed = rows[indexAt(event)]
      // By the key for it: at the row on which the keyboard stands.
      const row = pressed ?? rows[cursor.current]
      if (row === undefined) return
      event.preventDefault()
      const box = event.currentTarget
        .querySelector(`[data-index="${cursor.current}"]`)
        ?.getBoundingClientRect()
      const at =
        pressed || box === undefined
          ? { x: event.clientX, y: event.clientY }
          : { x: box.left + box.width / 2, y: box.top + box.height / 2 }
      actions.onMenu(row, at)
    },
    onDragStart(event: DragEvent): void {
      const row = rows[indexAt(event)]
      if (row === undefined) return
      event.dataTransfer.setData(MAIL_DRAG, 'mails')
      event.dataTransfer.effectAllowed = 'move'
      actions.onDrag(row)
    },
    onDragEnd: (): void => actions.onDrag(null),
  }
}

function indexAt(event: MouseEvent): number {
  const row = event.target instanceof Element ? event.target.closest('[data-index]') : null
  return Number(row?.getAttribute('data-index') ?? -1)
}
