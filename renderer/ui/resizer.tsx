import type { JSX, KeyboardEvent, PointerEvent } from 'react'
import { useRef } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import styles from './resizer.module.css'

interface ResizerProps {
  label: string
  /** Width in pixels of the pane at whose far edge this stands. */
  value: number
  min: number
  max: number
  onChange(value: number): void
}

const STEP = 16

/** The edge of a pane, to be dragged or moved with the arrow keys. */
export function Resizer({ label, value, min, max, onChange }: ResizerProps): JSX.Element {
  const { direction } = useLocale()
  const along = direction === 'rtl' ? -1 : 1
  const start = useRef<{ x: number; value: number } | null>(null)
  const resize = (wanted: number): void => onChange(Math.round(Math.min(max, Math.max(min, wanted))))

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, value }
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (start.current === null) return
    resize(start.current.value + (event.clientX - start.current.x) * along)
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const wanted = {
      ArrowRight: value + STEP * along,
      ArrowLeft: value - STEP * along,
      Home: min,
      End: max,
    }[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    resize(wanted)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that takes focus and has a value is no <hr>
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles['resizer']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => {
        start.current = null
      }}
      onKeyDown={onKeyDown}
    />
  )
}
