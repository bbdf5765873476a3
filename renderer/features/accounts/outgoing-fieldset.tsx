import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionSecuritySchema } from '../../../shared/models/account.ts'
import { HostPortFields } from '../../ui/host-port-fields.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './account-form.module.css'
import { type OutgoingFields, type OutgoingProblems, submissionPort } from './outgoing-fields.ts'

interface OutgoingFieldsetProps {
  fields: OutgoingFields
  onChange(changed: Partial<OutgoingFields>): void
  problems: OutgoingProblems
  /** For an empty user name. */
  usualUser: string
  /** A password is kept, and would be replaced. */
  hasPassword?: boolean
  /** What went wrong with them. */
  children?: ReactNode
}

/** Where mail is handed over to be sent. */
export function OutgoingFieldset(props: OutgoingFieldsetProps): JSX.Element {
  const { fields, onChange, problems, usualUser, hasPassword, children } = props
  const { t } = useTranslation()
  function problemOf(field: keyof OutgoingFields): string | undefined {
    const problem = problems[field]
    return problem && t(`accounts.invalid.${problem}`)
  }
  return (
    <fieldset className={styles['server']}>
      <legend className={styles['legend']}>{t('outgoing.legend')}</legend>
      <HostPortFields
        label={t('outgoing.server')}
        hint={t('outgoing.serverHint')}
        names={['smtpHost', 'smtpPort']}
        value={fields}
        onChange={onChange}
        errors={{ host: problemOf('host'), port: problemOf('port') }}
      />
      <SelectField
        label={t('accounts.security')}
        name="smtpSecurity"
        value={fields.security}
        onChange={(security) => onChange({ security, port: submissionPort(security) })}
        options={connectionSecuritySchema.options.map((value) => ({
          value,
          label: t(`accounts.securities.${value}`),
        }))}
        error={problemOf('security')}
      />
      <TextField
        label={t('accounts.user')}
        name="smtpUser"
        technical
        value={fields.user}
        onChange={(user) => onChange({ user })}
        placeholder={usualUser}
        autoComplete="off"
      />
      <SwitchField
        name={t('outgoing.ownPassword')}
        what={t('outgoing.ownPasswordHint')}
        isSelected={fields.ownPassword}
        onChange={(ownPassword) => onChange({ ownPassword, password: '' })}
      />
      {fields.ownPassword && (
        <TextField
          label={t('outgoing.password')}
          name="smtpPassword"
          type="password"
          technical
          value={fields.password}
          onChange={(password) => onChange({ password })}
          {...(hasPassword && { hint: t('outgoing.passwordAgain') })}
          error={problemOf('password')}
          autoComplete="off"
        />
      )}
      {children}
    </fieldset>
  )
}
