import { SearchX } from 'lucide-react'
import type { JSX } from 'react'
import { Button } from 'react-aria-components/Button'
import { useTranslation } from 'react-i18next'
import { isolate } from '../../format/isolate.ts'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import styles from './nothing-found.module.css'
import type { Search } from './use-search.ts'

interface NothingFoundProps {
  search: Search
  folderName: string
}

const examples = ['tracker', 'service', 'clean', 'sender', 'attachment', 'date'] as const

/** Says what was looked for and where, and how else one can look. */
export function NothingFound({ search, folderName }: NothingFoundProps): JSX.Element {
  const { t } = useTranslation()
  if (search.text.trim() === '') {
    const title = search.filter === 'all' ? t('search.nothing') : t(`search.filtered.${search.filter}`)
    return <EmptyState icon={SearchX} title={title} hint={t('search.filteredHint')} />
  }
  function look(query: string): void {
    search.setText(`${query} `)
    search.field.current?.focus()
  }
  const text = isolate(search.text.trim())
  const hint = search.isEverywhere
    ? t('search.nothingAnywhere', { text })
    : t('search.nothingIn', { text, place: isolate(folderName) })
  return (
    <EmptyState icon={SearchX} title={t('search.nothing')} hint={hint}>
      <p className={styles['tips']}>{t('search.tips')}</p>
      <ul className={styles['examples']}>
        {examples.map((example) => {
          const query = t(`search.examples.${example}.query`)
          return (
            <li key={example}>
              <Button className={classNames(styles['example'])} onPress={() => look(query)}>
                <code dir="auto">{query}</code>
                <span>{t(`search.examples.${example}.means`)}</span>
              </Button>
            </li>
          )
        })}
      </ul>
    </EmptyState>
  )
}
