import { X } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose(): void
  children: ReactNode
}

/** A window over the page that must be answered or closed first. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={classNames(styles['veil'])}
    >
      <Modal className={classNames(styles['modal'])}>
        <AriaDialog className={classNames(styles['dialog'])}>
          <header className={styles['header']}>
            <Heading slot="title" className={classNames(styles['title'])} dir="auto">
              {title}
            </Heading>
            <IconButton icon={X} label={t('app.close')} onPress={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons at a dialog's end. */
export function DialogActions({ children }: { children: ReactNode }): JSX.Element {
  return <div className={styles['actions']}>{children}</div>
}
