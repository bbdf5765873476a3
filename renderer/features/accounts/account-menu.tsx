import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

/** What can be done about an account, each in a dialog of its own. */
export type AccountTask =
  | 'settings'
  | 'password'
  | 'sign-in'
  | 'certificates'
  | 'outgoing'
  | 'offline'
  | 'remove'

interface AccountMenuProps {
  account: Account
  onTask(task: AccountTask): void
}

export function AccountMenu({ account, onTask }: AccountMenuProps): JSX.Element {
  const { t } = useTranslation()
  const isTrusting = account.pin || account.smtp?.pin
  return (
    <Menu button={<IconButton icon={Ellipsis} label={t('accounts.menu', { address: account.address })} />}>
      <MenuItem onAction={() => onTask('settings')}>{t('accountSetup.settings')}</MenuItem>
      {account.oauth ? (
        <MenuItem onAction={() => onTask('sign-in')}>{t('accountSetup.signInAgain')}</MenuItem>
      ) : (
        <MenuItem onAction={() => onTask('password')}>{t('accounts.enterPassword')}</MenuItem>
      )}
      <MenuItem onAction={() => onTask('outgoing')}>{t('outgoing.menu')}</MenuItem>
      <MenuItem onAction={() => onTask('offline')}>{t('offline.menu')}</MenuItem>
      {isTrusting && (
        <MenuItem onAction={() => onTask('certificates')}>{t('accountSetup.certificates')}</MenuItem>
      )}
      <MenuItem look="danger" onAction={() => onTask('remove')}>
        {t('accounts.remove')}
      </MenuItem>
    </Menu>
  )
}
