import type { JSX } from 'react'
import { Switch } from 'react-aria-components/Switch'
import { classNames } from './class-names.ts'
import styles from './switch-field.module.css'

interface SwitchFieldProps {
  name: string
  what: string
  isSelected: boolean
  onChange(isSelected: boolean): void
}

/** Something that is on or off, with a sentence on what it does. */
export function SwitchField({ name, what, isSelected, onChange }: SwitchFieldProps): JSX.Element {
  return (
    <Switch isSelected={isSelected} onChange={onChange} className={classNames(styles['field'])}>
      <span className={styles['words']}>
        <span className={styles['name']}>{name}</span>
        <span className={styles['what']}>{what}</span>
      </span>
      <span className={styles['track']} />
    </Switch>
  )
}
