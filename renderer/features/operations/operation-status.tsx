import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CloudUpload } from 'lucide-react'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../engine-client.ts'
import { operationsQuery } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailedOperations } from './failed-operations.tsx'
import styles from './operation-status.module.css'

/** How many changes the servers have yet to carry out, and which they did not. Nothing when all is done. */
export function OperationStatus(): JSX.Element | null {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const pending = useQuery(operationsQuery(useEngine())).data
  const { waiting, failed, first } = pending ?? { waiting: 0, failed: 0, first: [] }
  return (
    <>
      {waiting > 0 && (
        <p className={styles['waiting']}>
          <CloudUpload size={15} aria-hidden />
          {t('operations.waiting', { count: waiting })}
        </p>
      )}
      {failed > 0 && (
        <div className={styles['failed']} role="status">
          <p className={styles['words']}>
            <CircleAlert size={15} aria-hidden />
            {t('operations.failed', { count: failed })}
          </p>
          <Button onPress={() => setOpen(true)}>{t('operations.show')}</Button>
        </div>
      )}
      {isOpen && (
        <FailedOperations
          shown={first.filter(({ state }) => state === 'failed')}
          count={failed}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
