import { Check, ChevronDown } from 'lucide-react'
import type { JSX } from 'react'
import { Button } from 'react-aria-components/Button'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select, SelectValue } from 'react-aria-components/Select'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

interface SelectFieldProps<Value extends string> {
  label: string
  /** The words beside it say the same to eyes. */
  hidesLabel?: boolean
  name: string
  value: Value
  onChange(value: Value): void
  options: readonly { value: Value; label: string }[]
  error?: string | undefined
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): JSX.Element {
  const { label, hidesLabel, name, value, onChange, options, error } = props
  return (
    <Select
      name={name}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      {...(hidesLabel && { 'aria-label': label })}
      className={classNames(styles['field'])}
    >
      {!hidesLabel && <Label className={styles['label']}>{label}</Label>}
      <Button className={classNames(styles['input'], styles['select'])}>
        <SelectValue />
        <ChevronDown size={16} aria-hidden />
      </Button>
      <FieldError className={classNames(styles['error'])}>{error}</FieldError>
      <Popover className={classNames(styles['popover'])}>
        <ListBox className={classNames(styles['options'])}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={classNames(styles['option'])}
            >
              {({ isSelected }) => (
                <>
                  <span>{option.label}</span>
                  {isSelected && <Check size={16} aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
