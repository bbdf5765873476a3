import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './account-menu.module.css'

interface AccountMenuProps {
  account: Account
  onEnterPassword(): void
  onRemove(): void
}

export function AccountMenu({ account, onEnterPassword, onRemove }: AccountMenuProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <MenuTrigger>
      <IconButton icon={Ellipsis} label={t('accounts.menu', { address: account.address })} />
      <Popover className={classNames(styles['popover'])} placement="bottom end">
        <Menu className={classNames(styles['menu'])}>
          <MenuItem className={classNames(styles['item'])} onAction={onEnterPassword}>
            {t('accounts.enterPassword')}
          </MenuItem>
          <MenuItem className={classNames(styles['item'], styles['danger'])} onAction={onRemove}>
            {t('accounts.remove')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
