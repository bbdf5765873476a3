import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { showConversations, useConversations } from '../../conversations.ts'
import { SwitchField } from '../../ui/switch-field.tsx'
import { SettingsSection } from './settings-section.tsx'

/** Whether mails that belong together are shown together. */
export function ConversationChoice(): JSX.Element {
  const { t } = useTranslation()
  return (
    <SettingsSection title={t('threads.setting.title')} hint={t('threads.setting.hint')}>
      <SwitchField
        name={t('threads.setting.name')}
        what={t('threads.setting.what')}
        isSelected={useConversations()}
        onChange={showConversations}
      />
    </SettingsSection>
  )
}
