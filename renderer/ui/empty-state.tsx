import type { LucideIcon } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './empty-state.module.css'

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  hint?: string
  /** The icon turns until there is something to show. */
  isBusy?: boolean
  children?: ReactNode
}

/** What a pane says when it has nothing to show. */
export function EmptyState({ icon: Icon, title, hint, isBusy, children }: EmptyStateProps): JSX.Element {
  return (
    <div className={styles['state']}>
      <span className={styles['icon']}>
        <Icon size={26} strokeWidth={1.6} aria-hidden className={classNames(isBusy && styles['busy'])} />
      </span>
      <p className={styles['title']}>{title}</p>
      {hint && <p className={styles['hint']}>{hint}</p>}
      {children}
    </div>
  )
}
