import type { JSX } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { classNames } from '../../ui/class-names.ts'
import styles from './choice.module.css'

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  onChange(value: Value): void
  options: readonly { value: Value; label: string }[]
}

/** A few possibilities in a row, one of them chosen. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, value, onChange, options } = props
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={([key]) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      className={classNames(styles['group'])}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={classNames(styles['option'])}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
