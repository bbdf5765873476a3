import type { JSX } from 'react'
import { Toolbar } from 'react-aria-components/Toolbar'
import { useTranslation } from 'react-i18next'
import { shortcutOf } from '../../commands.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { ActChoice } from './act-choices.ts'
import styles from './act-toolbar.module.css'

/** What can be done to the open or the selected mails, at the press of a button. */
export function ActToolbar({ choices }: { choices: readonly ActChoice[] }): JSX.Element {
  const { t } = useTranslation()
  return (
    <Toolbar aria-label={t('acts.label')} className={classNames(styles['toolbar'])}>
      {choices.map(({ command, icon, label, run }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a button that turns into its opposite keeps the focus
        <IconButton key={index} icon={icon} label={label} shortcut={shortcutOf(command)} onPress={run} />
      ))}
    </Toolbar>
  )
}
