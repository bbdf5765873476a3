import type { JSX, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionSecuritySchema } from '../../../shared/models/account.ts'
import { HostPortFields } from '../../ui/host-port-fields.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type FieldProblems, type IncomingFields, usualPort } from './account-fields.ts'
import styles from './account-form.module.css'

interface ServerFieldsetProps {
  ref?: Ref<HTMLFieldSetElement>
  fields: IncomingFields
  onChange(changed: Partial<IncomingFields>): void
  problems: FieldProblems
  /** For an empty user name. */
  usualUser: string
}

/** Where an account's mail comes from. */
export function ServerFieldset(props: ServerFieldsetProps): JSX.Element {
  const { ref, fields, onChange, problems, usualUser } = props
  const { t } = useTranslation()
  function problemOf(field: keyof IncomingFields): string | undefined {
    const problem = problems[field]
    return problem && t(`accounts.invalid.${problem}`)
  }
  return (
    <fieldset ref={ref} className={styles['server']}>
      <legend className={styles['legend']}>{t('accounts.serverDetails')}</legend>
      <HostPortFields
        label={t('accounts.server')}
        hint={t('accounts.serverHint')}
        names={['host', 'port']}
        value={fields}
        onChange={onChange}
        errors={{ host: problemOf('host'), port: problemOf('port') }}
      />
      <SelectField
        label={t('accounts.security')}
        name="security"
        value={fields.security}
        onChange={(security) => onChange({ security, port: usualPort(security) })}
        options={connectionSecuritySchema.options.map((value) => ({
          value,
          label: t(`accounts.securities.${value}`),
        }))}
        error={problemOf('security')}
      />
      <TextField
        label={t('accounts.user')}
        name="user"
        technical
        value={fields.user}
        onChange={(user) => onChange({ user })}
        placeholder={usualUser}
        hint={t('accounts.userHint')}
        autoComplete="username"
      />
    </fieldset>
  )
}
