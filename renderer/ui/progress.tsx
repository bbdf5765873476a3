import type { JSX } from 'react'
import { ProgressBar } from 'react-aria-components/ProgressBar'
import { classNames } from './class-names.ts'
import styles from './progress.module.css'

interface ProgressProps {
  label: string
  /** Left out while the end is unknown. */
  part?: { done: number; total: number } | undefined
}

export function Progress({ label, part }: ProgressProps): JSX.Element {
  const known = part !== undefined && part.total > 0
  return (
    <ProgressBar
      aria-label={label}
      isIndeterminate={!known}
      maxValue={known ? part.total : 1}
      value={known ? Math.min(part.done, part.total) : 0}
      className={classNames(styles['track'])}
    >
      {({ percentage }) => (
        <div
          className={classNames(styles['fill'], !known && styles['unknown'])}
          {...(known && { style: { inlineSize: `${percentage}%` } })}
        />
      )}
    </ProgressBar>
  )
}
