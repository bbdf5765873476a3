import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageRow } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { MenuItem } from '../../ui/menu.tsx'

/** Of a menu: whether new mail of the message's conversation comes as read. */
export function MuteItem({ message }: { message: Pick<MessageRow, 'id' | 'thread'> }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const { id: messageId, thread } = message
  return (
    <MenuItem
      // The engine says what changed; a mail that is gone meanwhile has nothing to be muted.
      onAction={() => void engine.call('thread.mute', { messageId, on: !thread.muted }).catch(() => {})}
    >
      {t(thread.muted ? 'threads.unmute' : 'threads.mute')}
    </MenuItem>
  )
}
