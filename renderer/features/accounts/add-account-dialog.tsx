import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { AccountForm } from './account-form.tsx'
import { KeychainWarning } from './keychain-warning.tsx'

export function AddAccountDialog(props: { onAdded(account: Account): void; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={t('accounts.addTitle')} isOpen onClose={props.onClose}>
      <KeychainWarning />
      <AccountForm onAdded={props.onAdded} onCancel={props.onClose} />
    </Dialog>
  )
}
