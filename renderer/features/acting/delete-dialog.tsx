import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'

/** Asks before anything is deleted for ever. */
export function DeleteDialog(props: { count: number; onDelete(): void; onClose(): void }): JSX.Element {
  const { count, onDelete, onClose } = props
  const { t } = useTranslation()
  return (
    <Dialog title={t('acts.deleteTitle', { count })} isOpen onClose={onClose}>
      <p>{t('acts.deleteHint')}</p>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button look="danger" onPress={onDelete}>
          {t('acts.deleteConfirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
