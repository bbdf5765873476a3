import { ArrowLeft } from 'lucide-react'
import { type JSX, type ReactNode, useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './subpage.module.css'

interface SubpageProps {
  title: string
  /** Below the title: what the page is about. */
  meaning?: string
  /** Lines of words want a narrower column than charts and tables. */
  width: 'words' | 'charts'
  /** Where `onClose` leads, in words. */
  back: string
  onClose(): void
  children: ReactNode
}

/** A page of its own in place of the mail: its title, which the window takes too, and the way back. */
export function Subpage({ title, meaning, width, back, onClose, children }: SubpageProps): JSX.Element {
  const { t } = useTranslation()
  const titleId = useId()
  useEffect(() => {
    document.title = `${title} – ${t('app.name')}`
  }, [title, t])
  return (
    <main className={styles['page']} aria-labelledby={titleId}>
      <div className={styles['column']} data-width={width}>
        <header className={styles['header']}>
          <Button look="quiet" onPress={onClose}>
            <ArrowLeft size={16} aria-hidden className={classNames(styles['backwards'])} />
            {back}
          </Button>
          <h1 id={titleId} className={styles['title']}>
            {title}
          </h1>
          {meaning && <p className={styles['meaning']}>{meaning}</p>}
        </header>
        {children}
      </div>
    </main>
  )
}
