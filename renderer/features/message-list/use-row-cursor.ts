import { useRef, useState } from 'react'
import type { MessageId, MessageRow } from '../../../shared/models/message.ts'
import type { MailSelection } from '../../mail-selection.ts'
import { type ActedMail, standsFor } from '../../shown-mails.ts'

interface CursorOptions {
  selection: MailSelection
  /** The open mail's row, or that of the mail that came after it. */
  openRow: number
  onOpen(id: MessageId, how: { explicit: boolean }): void
  onSelect(mails: readonly ActedMail[]): void
  /** All that can be selected, when they are here. */
  loadAll(): Promise<MessageRow[]>
}

export interface RowCursor {
  /** The row on which the keyboard stands or, when that is gone, would go on; -1 without any row. */
  current: number
  id: MessageId | null
  /** What the list shows as selected. */
  isSelected(id: MessageId): boolean
  /** held: a key passes over many mails, and only the one it stops at is opened. */
  goTo(index: number, how?: { explicit?: boolean; held?: boolean }): void
  /** The key was let go. */
  stop(): void
  /** The row that many on. From a mail that is gone, the first step on is to what came after it. */
  after(by: number): number
  /** Stands on a row without selecting it. */
  roamTo(index: number): void
  /** Selects from where the selection began up to the row. */
  extendTo(index: number): void
  toggle(index: number): void
  selectAll(): void
  selectOne(): void
}

/** Where the user stands in the list, and which of its rows are selected. */
export function useRowCursor(rows: readonly MessageRow[], options: CursorOptions): RowCursor {
  const { selection, openRow, onOpen, onSelect } = options
  const { open, several } = selection
  // It runs ahead of the open mail while a key is held down, and aside from it with Ctrl.
  const [id, setId] = useState(open?.id ?? null)
  const [isRoaming, setRoaming] = useState(false)
  const [followed, setFollowed] = useState(open)
  if (followed !== open) {
    setFollowed(open)
    // Back from a mail, the keyboard stands on its row.
    if (open) setId(open.id)
    setRoaming(open === null)
  }
  const passing = useRef(false)
  const anchor = useRef<MessageId | null>(null)
  const selecting = useRef(0)
  const listed = rows.findIndex((row) => standsFor(row, id))
  const current = listed >= 0 ? listed : Math.min(openRow, rows.length - 1)

  const stood = isRoaming ? (open?.id ?? null) : id
  const alone = rows.find((row) => standsFor(row, stood))?.id
  const isSelected = (one: MessageId) => (several.size > 0 ? several.has(one) : one === alone)
  const at = (index: number) => rows[Math.max(0, Math.min(rows.length - 1, index))]

  function standOn(row: MessageRow, roaming: boolean): void {
    setId(row.id)
    setRoaming(roaming)
    selecting.current += 1
  }
  function goTo(index: number, { explicit = false, held = false } = {}): void {
    const row = at(index)
    if (row === undefined) return
    standOn(row, false)
    anchor.current = row.id
    passing.current = held
    if (!held) onOpen(row.id, { explicit })
  }

  return {
    current,
    id,
    isSelected,
    goTo,
    after: (by) => (listed >= 0 ? listed : by > 0 ? openRow - 1 : openRow) + by,
    stop() {
      if (passing.current && id !== null) onOpen(id, { explicit: false })
      passing.current = false
    },
    roamTo(index) {
      const row = at(index)
      if (row) standOn(row, true)
    },
    extendTo(index) {
      const row = at(index)
      if (row === undefined) return
      standOn(row, false)
      const known = rows.findIndex((one) => standsFor(one, anchor.current ?? open?.id ?? null))
      const from = known < 0 ? current : known
      const to = rows.indexOf(row)
      onSelect(rows.slice(Math.min(from, to), Math.max(from, to) + 1))
    },
    toggle(index) {
      const row = at(index)
      if (row === undefined) return
      standOn(row, true)
      anchor.current = row.id
      const before = several.size > 0 ? [...several.values()] : rows.filter((one) => one.id === alone)
      const without = before.filter((one) => one.id !== row.id)
      onSelect(without.length < before.length ? without : [...before, row])
    },
    selectAll() {
      selecting.current += 1
      const mine = selecting.current
      onSelect(rows)
      // What else there is follows, unless the user went on.
      void options.loadAll().then(
        (all) => selecting.current === mine && onSelect(all),
        () => {},
      )
    },
    selectOne() {
      selecting.current += 1
      setId(open?.id ?? id)
      onSelect([])
    },
  }
}
