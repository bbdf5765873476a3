import { type JSX, type ReactNode, useId } from 'react'
import styles from './settings-section.module.css'

interface SettingsSectionProps {
  title: string
  hint?: string
  children: ReactNode
}

export function SettingsSection({ title, hint, children }: SettingsSectionProps): JSX.Element {
  const id = useId()
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <header>
        <h3 id={id} className={styles['title']}>
          {title}
        </h3>
        {hint && <p className={styles['hint']}>{hint}</p>}
      </header>
      {children}
    </section>
  )
}
