import type { LucideIcon } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './notice.module.css'

interface NoticeProps {
  icon: LucideIcon
  look?: 'plain' | 'danger' | 'warning'
  title: string
  hint?: string
  children?: ReactNode
}

/** A message to the reader of the page, with buttons for what can be done about it. */
export function Notice({ icon: Icon, look = 'plain', title, hint, children }: NoticeProps): JSX.Element {
  return (
    <div className={classNames(styles['notice'], styles[look])} role={look === 'danger' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden />
      <div className={styles['words']}>
        <p className={styles['title']}>{title}</p>
        {hint && <p>{hint}</p>}
        {children && <div className={styles['actions']}>{children}</div>}
      </div>
    </div>
  )
}
