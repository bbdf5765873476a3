import { type KeyboardEvent, useEffect, useEffectEvent } from 'react'
import { keyOf, useCommand } from '../../commands.ts'
import type { RowCursor } from './use-row-cursor.ts'

/** As in panes.module.css: an opened mail takes the place of the list that one is walking. */
const ONE_PANE = '(width < 720px)'

/** Keys by which one walks a list and selects in it. */
export function useRowKeys(
  cursor: RowCursor,
  /** How many rows are in sight. */
  screen: () => number,
): (event: KeyboardEvent) => void {
  useCommand('next-message', ({ held }) => cursor.goTo(cursor.after(1), { held }))
  useCommand('previous-message', ({ held }) => cursor.goTo(cursor.after(-1), { held }))
  const stop = useEffectEvent(() => cursor.stop())
  useEffect(() => {
    const onKeyUp = (): void => stop()
    document.addEventListener('keyup', onKeyUp)
    return () => document.removeEventListener('keyup', onKeyUp)
  }, [])

  return (event) => {
    if (event.altKey) return
    const key = keyOf(event)
    const withControl = event.ctrlKey || event.metaKey
    const by = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: screen(),
      PageUp: -screen(),
      Home: -Infinity,
      End: Infinity,
    }[event.key]
    if (by !== undefined) {
      if (event.shiftKey) cursor.extendTo(cursor.current + by)
      else if (withControl || matchMedia(ONE_PANE).matches) cursor.roamTo(cursor.current + by)
      else cursor.goTo(cursor.after(by), { held: event.repeat })
    } else if (withControl && key === 'a') cursor.selectAll()
    else if (event.key === ' ' && (withControl || event.shiftKey)) cursor.toggle(cursor.current)
    else if (key === 'x' && !withControl) cursor.toggle(cursor.current)
    else if (event.key === 'Escape') cursor.selectOne()
    else if ((event.key === 'Enter' || event.key === ' ') && !withControl) {
      cursor.goTo(cursor.current, { explicit: true })
    } else return
    event.preventDefault()
  }
}
