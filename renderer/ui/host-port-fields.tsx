import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './host-port-fields.module.css'
import { TextField } from './text-field.tsx'

interface HostPort {
  host: string
  /** As it was typed. */
  port: string
}

interface HostPortFieldsProps {
  /** Of the host's field. */
  label: string
  hint?: string
  names: readonly [host: string, port: string]
  value: HostPort
  onChange(changed: Partial<HostPort>): void
  /** In words. */
  errors: { host: string | undefined; port: string | undefined }
}

/** Where a server is, in one line. */
export function HostPortFields(props: HostPortFieldsProps): JSX.Element {
  const { label, hint, names, value, onChange, errors } = props
  const { t } = useTranslation()
  return (
    <div className={styles['pair']}>
      <TextField
        label={label}
        name={names[0]}
        technical
        inputMode="url"
        value={value.host}
        onChange={(host) => onChange({ host })}
        {...(hint !== undefined && { hint })}
        error={errors.host}
      />
      <TextField
        label={t('accounts.port')}
        name={names[1]}
        technical
        inputMode="numeric"
        value={value.port}
        onChange={(port) => onChange({ port })}
        error={errors.port}
      />
    </div>
  )
}
