import { type JSX, type ReactNode, useId } from 'react'
import styles from './settings-group.module.css'

/** Sections about one thing, under its name. */
export function SettingsGroup({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  const id = useId()
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h2 id={id} className={styles['title']}>
        {title}
      </h2>
      {children}
    </section>
  )
}
