import type { LucideIcon } from 'lucide-react'
import type { JSX, RefObject } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import styles from './bar-toggle.module.css'
import { classNames } from './class-names.ts'

interface BarToggleProps {
  icon: LucideIcon
  label: string
  isSelected: boolean
  onChange(isSelected: boolean): void
  ref: RefObject<HTMLButtonElement | null>
}

/** Leads to a page and back, from the bar at the top. */
export function BarToggle({ icon: Icon, label, isSelected, onChange, ref }: BarToggleProps): JSX.Element {
  return (
    <ToggleButton
      ref={ref}
      isSelected={isSelected}
      onChange={onChange}
      aria-label={label}
      className={classNames(styles['button'])}
    >
      <Icon size={16} aria-hidden />
      <span className={styles['words']}>{label}</span>
    </ToggleButton>
  )
}
