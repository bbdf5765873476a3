import { ListChecks } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import styles from './several-selected.module.css'

interface SeveralSelectedProps {
  count: number
  toolbar: ReactNode
  onSelectNone(): void
}

/** In place of a mail, while several are selected. */
export function SeveralSelected({ count, toolbar, onSelectNone }: SeveralSelectedProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <div className={styles['pane']}>
      <div className={styles['bar']}>{toolbar}</div>
      <EmptyState icon={ListChecks} title={t('acts.selected', { count })} hint={t('acts.selectedHint')}>
        <Button onPress={onSelectNone}>{t('acts.selectNone')}</Button>
      </EmptyState>
    </div>
  )
}
