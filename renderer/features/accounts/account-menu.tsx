import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

interface AccountMenuProps {
  account: Account
  onEnterPassword(): void
  onNameOutgoing(): void
  onRemove(): void
}

export function AccountMenu({
  account,
  onEnterPassword,
  onNameOutgoing,
  onRemove,
}: AccountMenuProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Menu button={<IconButton icon={Ellipsis} label={t('accounts.menu', { address: account.address })} />}>
      <MenuItem onAction={onEnterPassword}>{t('accounts.enterPassword')}</MenuItem>
      <MenuItem onAction={onNameOutgoing}>{t('outgoing.menu')}</MenuItem>
      <MenuItem look="danger" onAction={onRemove}>
        {t('accounts.remove')}
      </MenuItem>
    </Menu>
  )
}
