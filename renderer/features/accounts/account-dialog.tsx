import type { JSX } from 'react'
import type { Account } from '../../../shared/models/account.ts'
import type { AccountTask } from './account-menu.tsx'
import { CertificatesDialog } from './certificates-dialog.tsx'
import { EditAccountDialog } from './edit-account-dialog.tsx'
import { OfflineDialog } from './offline-dialog.tsx'
import { OutgoingDialog } from './outgoing-dialog.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { RemoveAccountDialog } from './remove-account-dialog.tsx'
import { SignInDialog } from './sign-in-dialog.tsx'

interface AccountDialogProps {
  account: Account
  task: AccountTask
  onClose(): void
}

/** The dialog for what was picked in an account's menu. */
export function AccountDialog({ account, task, onClose }: AccountDialogProps): JSX.Element {
  const { oauth } = account
  switch (task) {
    case 'settings':
      return <EditAccountDialog account={account} onClose={onClose} />
    case 'certificates':
      return <CertificatesDialog account={account} onClose={onClose} />
    case 'outgoing':
      return <OutgoingDialog account={account} onClose={onClose} />
    case 'offline':
      return <OfflineDialog account={account} onClose={onClose} />
    case 'remove':
      return <RemoveAccountDialog account={account} onClose={onClose} />
    case 'sign-in':
    case 'password':
      return oauth ? (
        <SignInDialog account={{ ...account, oauth }} onClose={onClose} />
      ) : (
        <PasswordDialog account={account} onClose={onClose} />
      )
  }
}
