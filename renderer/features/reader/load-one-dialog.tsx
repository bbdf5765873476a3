import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { serviceOrHost } from './remote-facts.ts'

interface LoadOneDialogProps {
  reference: Reference
  onLoad(): void
  onClose(): void
}

/** Asked before a tracker or a possible one is loaded: that is what the sender is waiting for. */
export function LoadOneDialog({ reference, onLoad, onClose }: LoadOneDialogProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={t('details.loadTitle', { host: serviceOrHost(reference) })} isOpen onClose={onClose}>
      <p>{t('details.loadWarning')}</p>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button
          look="danger"
          onPress={() => {
            onLoad()
            onClose()
          }}
        >
          {t('details.loadConfirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
