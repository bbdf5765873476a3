import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { serviceOrHost } from './remote-facts.ts'

interface LoadOneDialogProps {
  reference: Reference
  onLoad(): void
  onClose(): void
}

/** Asked before something is loaded that the sender may be waiting for. */
export function LoadOneDialog({ reference, onLoad, onClose }: LoadOneDialogProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <ConfirmDialog
      title={t('details.loadTitle', { host: serviceOrHost(reference) })}
      confirm={t('details.loadConfirm')}
      onConfirm={onLoad}
      onClose={onClose}
    >
      <p>{t('details.loadWarning')}</p>
    </ConfirmDialog>
  )
}
