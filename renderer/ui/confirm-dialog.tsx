import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'

interface ConfirmDialogProps {
  title: string
  /** What the user does by agreeing, as a verb. */
  confirm: string
  onConfirm(): void
  onClose(): void
  children: ReactNode
}

/** Asks before something that can't be taken back. Enter, pressed without reading, does nothing. */
export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {children}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button
          look="danger"
          onPress={() => {
            onConfirm()
            onClose()
          }}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
