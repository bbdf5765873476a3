import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation, OperationId } from '../../../shared/models/operation.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './failed-operations.module.css'

interface FailedOperationsProps {
  failed: readonly Operation[]
  onClose(): void
}

/** Nobody goes through more by hand; the button below is for all of them. */
const MOST_SHOWN = 100

/** What a server did not do, why, and what the user can do about it. */
export function FailedOperations({ failed, onClose }: FailedOperationsProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const decide = useMutation({
    mutationFn: async ({ ids, how }: { ids: OperationId[]; how: 'retry' | 'discard' }) => {
      for (const operationId of ids) await engine.call(`operation.${how}`, { operationId })
    },
  })
  return (
    <Dialog title={t('operations.title')} isOpen onClose={onClose}>
      <p>{t(failed.length > 0 ? 'operations.explain' : 'operations.none')}</p>
      {decide.isError && <FailureNotice failure={mailErrorOf(decide.error)} />}
      <ul className={styles['list']}>
        {failed.slice(0, MOST_SHOWN).map((operation) => (
          <li key={operation.id} className={styles['item']}>
            <p className={styles['what']} dir="auto">
              {whatIs(operation, t)}
            </p>
            {operation.failure && (
              <p className={styles['why']}>
                {t(`errors.${operation.failure.code}.title`)} {t(`errors.${operation.failure.code}.advice`)}
              </p>
            )}
            <div className={styles['actions']}>
              <Button
                isDisabled={decide.isPending}
                onPress={() => decide.mutate({ ids: [operation.id], how: 'retry' })}
              >
                {t('operations.retry')}
              </Button>
              <Button
                look="quiet"
                isDisabled={decide.isPending}
                onPress={() => decide.mutate({ ids: [operation.id], how: 'discard' })}
              >
                {t('operations.discard')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {failed.length > MOST_SHOWN && <p>{t('list.more', { count: failed.length - MOST_SHOWN })}</p>}
      {failed.length > 0 && <p className={styles['hint']}>{t('operations.discardHint')}</p>}
      <DialogActions>
        {failed.length > 1 && (
          <Button
            isPending={decide.isPending}
            onPress={() => decide.mutate({ ids: failed.map(({ id }) => id), how: 'retry' })}
          >
            {t('operations.retryAll')}
          </Button>
        )}
        <Button look="primary" onPress={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function whatIs({ act, subject, folderName }: Operation, t: TFunction): string {
  const words = { subject: isolate(subject || t('messages.noSubject')), folder: isolate(folderName ?? '') }
  if (act === 'flag' || act === 'delete' || folderName === null) return t(`operations.what.${act}`, words)
  return t(`operations.what.${act}To`, words)
}
