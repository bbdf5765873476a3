import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { DatabaseBackup } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../engine-client.ts'
import { recoveryQuery } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './recovery-notice.module.css'

/** Said once after damaged mail was replaced: what was kept, and that the rest comes again. */
export function RecoveryNotice(): JSX.Element | null {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const query = recoveryQuery(engine)
  const recovery = useQuery(query).data
  const understood = useMutation({
    mutationFn: () => engine.call('recovery.forget', undefined),
    onSuccess: () => queries.setQueryData(query.queryKey, null),
  })
  if (recovery === undefined || recovery === null) return null
  const kept = recovery.accounts === 0 ? 'nothing' : recovery.complete ? 'all' : 'some'
  return (
    <div className={styles['place']}>
      <Notice
        icon={DatabaseBackup}
        look="warning"
        title={t('recovery.title')}
        hint={t(`recovery.kept.${kept}`)}
      >
        <Button isPending={understood.isPending} onPress={() => understood.mutate()}>
          {t('recovery.understood')}
        </Button>
      </Notice>
    </div>
  )
}
