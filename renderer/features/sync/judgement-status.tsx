import { useQuery } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../engine-client.ts'
import { judgementQuery } from '../../engine-queries.ts'
import { Progress } from '../../ui/progress.tsx'
import styles from './sync-status.module.css'

/** How far a newer Curtain is with judging stored mail again; nothing when nothing is under way. */
export function JudgementStatus(): JSX.Element | null {
  const { t } = useTranslation()
  const state = useQuery(judgementQuery(useEngine())).data
  if (state === undefined || state.total === 0) return null
  return (
    <div className={styles['status']}>
      <p className={styles['words']}>{t('sync.judging', state)}</p>
      <Progress label={t('sync.judgingLabel')} part={state} />
    </div>
  )
}
