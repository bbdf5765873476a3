import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenMessage } from '../../../shared/models/message.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { MuteItem } from './mute-item.tsx'

interface MessageMenuProps {
  message: Pick<OpenMessage, 'id' | 'thread' | 'receiptAnswer'>
  /** The menu of the conversation has what concerns all of it. */
  isStacked: boolean
  onSendReceipt(): void
}

/** What is rarely done to a message; nothing at all where there is nothing to do. */
export function MessageMenu({ message, isStacked, onSendReceipt }: MessageMenuProps): JSX.Element | null {
  const { t } = useTranslation()
  const canSendReceipt = message.receiptAnswer?.state === 'none'
  if (!canSendReceipt && isStacked) return null
  return (
    <Menu button={<IconButton icon={Ellipsis} label={t('receipts.menu')} />}>
      {canSendReceipt && <MenuItem onAction={onSendReceipt}>{t('receipts.send')}</MenuItem>}
      {!isStacked && <MuteItem message={message} />}
    </Menu>
  )
}
