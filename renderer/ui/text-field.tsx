import type { HTMLInputAutoCompleteAttribute, JSX } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

interface TextFieldProps {
  label: string
  name: string
  value: string
  onChange(value: string): void
  onBlur?: () => void
  hint?: string
  /** In words; its presence marks the field as wrong. */
  error?: string | undefined
  type?: 'text' | 'email' | 'password'
  /** Addresses and names of servers are left-to-right in every language. */
  technical?: boolean
  inputMode?: 'text' | 'email' | 'numeric' | 'url'
  autoComplete?: HTMLInputAutoCompleteAttribute
  autoFocus?: boolean
  placeholder?: string
}

/** Marks that come along with what is copied out of right-to-left text, seen by nobody and wrong in any address. */
const INVISIBLE = /\p{Cf}/gu

export function TextField(props: TextFieldProps): JSX.Element {
  const { label, hint, error, technical, inputMode, placeholder, onBlur, onChange, ...rest } = props
  const isClean = technical && rest.type !== 'password'
  return (
    <AriaTextField
      {...rest}
      {...(onBlur && { onBlur })}
      onChange={(typed) => onChange(isClean ? typed.replace(INVISIBLE, '') : typed)}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className={classNames(styles['field'])}
    >
      <Label className={styles['label']}>{label}</Label>
      <Input
        className={classNames(styles['input'])}
        dir={technical ? 'ltr' : 'auto'}
        inputMode={inputMode}
        {...(placeholder !== undefined && { placeholder })}
        spellCheck={false}
        autoCapitalize="none"
      />
      {hint && error === undefined && (
        <Text slot="description" className={styles['hint']}>
          {hint}
        </Text>
      )}
      <FieldError className={classNames(styles['error'])}>{error}</FieldError>
    </AriaTextField>
  )
}
