import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation, OperationId } from '../../../shared/models/operation.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { subjectDirection } from '../../format/subject-direction.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './failed-operations.module.css'

interface FailedOperationsProps {
  /** The first of them; the button below is for all. */
  shown: readonly Operation[]
  count: number
  onClose(): void
}

/** What a server did not do, why, and what the user can do about it. */
export function FailedOperations({ shown, count, onClose }: FailedOperationsProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const decide = useMutation({
    mutationFn: ({ id, how }: { id: OperationId; how: 'retry' | 'discard' }) =>
      engine.call(`operation.${how}`, { operationId: id }),
  })
  const retryAll = useMutation({ mutationFn: () => engine.call('operation.retryAll', undefined) })
  const trouble = decide.error ?? retryAll.error
  return (
    <Dialog title={t('operations.title')} isOpen onClose={onClose}>
      <p>{t(count > 0 ? 'operations.explain' : 'operations.none')}</p>
      {trouble && <FailureNotice failure={mailErrorOf(trouble)} />}
      <ul className={styles['list']}>
        {shown.map((operation) => (
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
                onPress={() => decide.mutate({ id: operation.id, how: 'retry' })}
              >
                {t('operations.retry')}
              </Button>
              <Button
                look="quiet"
                isDisabled={decide.isPending}
                onPress={() => decide.mutate({ id: operation.id, how: 'discard' })}
              >
                {t('operations.discard')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {count > shown.length && <p>{t('list.more', { count: count - shown.length })}</p>}
      {count > 0 && (
        <p className={styles['hint']}>
          {t('operations.discardHint')}
          {shown.some(({ act }) => act === 'append') && ` ${t('operations.discardOwnHint')}`}
        </p>
      )}
      <DialogActions>
        {count > 1 && (
          <Button isPending={retryAll.isPending} onPress={() => retryAll.mutate()}>
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
  const words = {
    subject: isolate(subject || t('messages.noSubject'), subjectDirection(subject)),
    folder: isolate(folderName ?? ''),
  }
  if (act === 'flag' || act === 'delete' || folderName === null) return t(`operations.what.${act}`, words)
  return t(`operations.what.${act}To`, words)
}
