import { TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Link } from '../../../shared/models/message.ts'
import { linkNotes } from './link-notes.ts'
import styles from './link-report.module.css'

/** A hostile mail may hold thousands; those with warnings come first, and nobody reads more. */
const MOST_SHOWN = 100

/** Every link of a mail of which there is something to tell; nothing when there is none. */
export function LinkReport({ links }: { links: readonly Link[] }): JSX.Element | null {
  const { t } = useTranslation()
  const telling = links
    .map((link) => ({ link, notes: linkNotes(link, t) }))
    .filter(({ notes }) => notes.warnings.length > 0 || notes.facts.length > 0)
    .sort((one, other) => Number(other.notes.warnings.length > 0) - Number(one.notes.warnings.length > 0))
  if (telling.length === 0) return null
  return (
    <section className={styles['report']}>
      <h3 className={styles['heading']}>{t('links.heading')}</h3>
      <ul className={styles['list']}>
        {telling.slice(0, MOST_SHOWN).map(({ link, notes }) => (
          <li key={link.url} className={styles['item']}>
            <p className={styles['address']} dir="ltr">
              {link.target}
            </p>
            {notes.warnings.map((warning) => (
              <p key={warning} className={styles['warning']}>
                <TriangleAlert size={14} aria-hidden />
                {warning}
              </p>
            ))}
            {notes.facts.length > 0 && (
              <ul className={styles['facts']}>
                {notes.facts.map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {telling.length > MOST_SHOWN && <p>{t('list.more', { count: telling.length - MOST_SHOWN })}</p>}
    </section>
  )
}
