import { type KeyboardEvent, useEffect, useEffectEvent } from 'react'
import { keyOf, useCommand } from '../../commands.ts'
import type { RowCursor } from './use-row-cursor.ts'

/** Keys by which one walks a list and selects in it. */
export function useRowKeys(
  cursor: RowCursor,
  { count, screen }: { count: number; screen(): number },
): (event: KeyboardEvent) => void {
  useCommand('next-message', ({ held }) => cursor.step(1, { held }))
  useCommand('previous-message', ({ held }) => cursor.step(-1, { held }))
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
    const wanted = {
      ArrowDown: cursor.current + 1,
      ArrowUp: cursor.current - 1,
      PageDown: cursor.current + screen(),
      PageUp: cursor.current - screen(),
      Home: 0,
      End: count - 1,
    }[event.key]
    if (wanted !== undefined) {
      if (event.shiftKey) cursor.extendTo(wanted)
      else if (withControl) cursor.roamTo(wanted)
      else cursor.goTo(wanted, { held: event.repeat })
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
