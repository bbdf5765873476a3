import { Eye } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'

interface BadgeProps {
  /** tracker: catches the eye. suspect: softer. quiet: only a label. */
  look: 'tracker' | 'suspect' | 'quiet'
  children: ReactNode
}

export function Badge({ look, children }: BadgeProps): JSX.Element {
  return (
    <span className={classNames(styles['badge'], styles[look])}>
      {look === 'quiet' ? null : <Eye size={13} aria-hidden />}
      <span className={styles['text']}>{children}</span>
    </span>
  )
}
