import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Acting } from '../../acting.ts'
import { shortcutOf } from '../../commands.ts'
import type { ActedMail } from '../../shown-mails.ts'
import { MenuItem, PlacedMenu } from '../../ui/menu.tsx'
import { useActChoices } from './act-choices.ts'

interface ActMenuProps {
  mails: readonly ActedMail[]
  at: { x: number; y: number }
  acting: Acting
  onClose(): void
}

/** The menu of a row: what can be done to that mail, or to all that are selected with it. */
export function ActMenu({ mails, at, acting, onClose }: ActMenuProps): JSX.Element {
  const { t } = useTranslation()
  const choices = useActChoices(mails, acting)
  return (
    <PlacedMenu label={t('acts.label')} at={at} onClose={onClose}>
      {choices.map(({ command, icon, label, run }) => (
        <MenuItem key={command} icon={icon} shortcut={shortcutOf(command)} onAction={run}>
          {label}
        </MenuItem>
      ))}
    </PlacedMenu>
  )
}
