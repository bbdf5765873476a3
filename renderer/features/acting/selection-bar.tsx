import type { JSX } from 'react'
import type { Acting } from '../../acting.ts'
import type { ActedMail } from '../../shown-mails.ts'
import { useActChoices } from './act-choices.ts'
import { ActToolbar } from './act-toolbar.tsx'
import styles from './selection-bar.module.css'

/** The toolbar of several mails above the list, where the window has no room for the pane beside it. */
export function SelectionBar({
  mails,
  acting,
}: {
  mails: readonly ActedMail[]
  acting: Acting
}): JSX.Element {
  return (
    <div className={styles['bar']}>
      <ActToolbar choices={useActChoices(mails, acting)} />
    </div>
  )
}
