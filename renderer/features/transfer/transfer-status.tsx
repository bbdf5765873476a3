import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { FolderId } from '../../../shared/models/folder.ts'
import { useEngine } from '../../engine-client.ts'
import { transferQuery } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Progress } from '../../ui/progress.tsx'
import styles from './transfer-status.module.css'

interface TransferStatusProps {
  /** In the user's language; undefined for a folder that is gone. */
  folderNameOf(id: FolderId): string | undefined
}

/** How an import or export goes, and how it went until the user has seen it. */
export function TransferStatus({ folderNameOf }: TransferStatusProps): JSX.Element | null {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const query = transferQuery(engine)
  const transfer = useQuery(query).data ?? null
  if (transfer === null) return null
  const { kind, stage, done, total, mails: count, known, refused, failure } = transfer
  const isImport = kind === 'import'
  const folder = isolate(folderNameOf(transfer.folderId) ?? '')
  if (stage === 'running') {
    const label = t(isImport ? 'transfer.importing' : 'transfer.exporting', { folder })
    return (
      <section className={styles['status']}>
        <p>{label}</p>
        <Progress label={label} part={{ done, total }} />
        <div className={styles['line']}>
          <span>{t('transfer.soFar', { count })}</span>
          <Button look="quiet" onPress={() => void engine.call('transfer.cancel', undefined)}>
            {t('app.cancel')}
          </Button>
        </div>
      </section>
    )
  }
  return (
    <section className={styles['status']} role="status">
      <div className={styles['line']}>
        <p>{t(isImport ? 'transfer.imported' : 'transfer.exported', { count, folder })}</p>
        <IconButton
          icon={X}
          label={t('app.close')}
          onPress={() => queries.setQueryData(query.queryKey, null)}
        />
      </div>
      {stage === 'cancelled' && <p>{t('transfer.cancelled')}</p>}
      {known > 0 && <p>{t('transfer.known', { count: known })}</p>}
      {refused > 0 && (
        <p>{t(isImport ? 'transfer.refusedImport' : 'transfer.refusedExport', { count: refused })}</p>
      )}
      {failure && <FailureNotice failure={failure} />}
    </section>
  )
}
