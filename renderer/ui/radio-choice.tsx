import type { JSX, ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { classNames } from './class-names.ts'
import styles from './radio-choice.module.css'

interface RadioChoiceProps<Value extends string> {
  label: string
  value: Value
  onChange(value: Value): void
  options: readonly { value: Value; name: ReactNode; what?: string }[]
}

/** A few possibilities below each other, each with a sentence on what it does. */
export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>): JSX.Element {
  const { label, value, onChange, options } = props
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      className={classNames(styles['group'])}
    >
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={classNames(styles['option'])}>
          <span className={styles['mark']} />
          <span className={styles['words']}>
            <span className={styles['name']}>{option.name}</span>
            {option.what && <span className={styles['what']}>{option.what}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
