import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenMessage } from '../../../shared/models/message.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

interface MessageMenuProps {
  message: Pick<OpenMessage, 'receiptAnswer'>
  onSendReceipt(): void
}

/** What is rarely done to a message; nothing at all where there is nothing to do. */
export function MessageMenu({ message, onSendReceipt }: MessageMenuProps): JSX.Element | null {
  const { t } = useTranslation()
  if (message.receiptAnswer?.state !== 'none') return null
  return (
    <Menu button={<IconButton icon={Ellipsis} label={t('receipts.menu')} />}>
      <MenuItem onAction={onSendReceipt}>{t('receipts.send')}</MenuItem>
    </Menu>
  )
}
