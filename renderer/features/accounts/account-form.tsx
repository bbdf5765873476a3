import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type JSX, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useTranslation } from 'react-i18next'
import { type Account, connectionSecuritySchema, type SmtpDraft } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import {
  type AccountFields,
  checkFields,
  emptyFields,
  suggestHost,
  toDraft,
  usualPort,
} from './account-fields.ts'
import styles from './account-form.module.css'
import { checkOutgoing, guessOutgoing, type OutgoingFields, toSmtpDraft } from './outgoing-fields.ts'
import { OutgoingSection } from './outgoing-section.tsx'

interface AccountFormProps {
  onAdded(account: Account): void
  onCancel?: () => void
}

export function AccountForm({ onAdded, onCancel }: AccountFormProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const [fields, setFields] = useState(emptyFields)
  const [outgoing, setOutgoing] = useState<OutgoingFields | null>(null)
  // Problems show after the first attempt, then follow what is typed.
  const [attempted, setAttempted] = useState(false)
  const problems = attempted ? checkFields(fields) : {}
  const outgoingProblems = outgoing ? checkOutgoing(outgoing) : {}
  // On its own, so that what is wrong is said where it can be put right.
  const check = useMutation({
    mutationFn: ({ smtp, password }: { smtp: SmtpDraft; password: string }) =>
      engine.call('account.checkSmtp', { ...smtp, password: smtp.password ?? password }),
  })
  const add = useMutation({
    mutationFn: async (given: AccountFields) => {
      const draft = toDraft(given)
      check.reset()
      if (outgoing === null) return engine.call('account.add', draft)
      const smtp = toSmtpDraft(outgoing, draft.user)
      await check.mutateAsync({ smtp, password: given.password })
      return engine.call('account.add', { ...draft, smtp })
    },
    onSuccess: async (account) => {
      await queries.invalidateQueries(accountsQuery(engine))
      onAdded(account)
    },
  })

  const change = (changed: Partial<AccountFields>): void => setFields((before) => ({ ...before, ...changed }))
  function fillServer(): void {
    if (fields.host.trim() === '') change({ host: suggestHost(fields.address) })
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    setAttempted(true)
    const wrong = { ...checkFields(fields), ...outgoingProblems }
    if (Object.keys(wrong).length === 0 && !add.isPending) add.mutate(fields)
  }
  function problemOf(field: keyof AccountFields): string | undefined {
    const problem = problems[field]
    return problem && t(`accounts.invalid.${problem}`)
  }

  return (
    <Form className={styles['form'] ?? ''} onSubmit={submit} aria-label={t('accounts.addTitle')}>
      <TextField
        label={t('accounts.yourName')}
        name="displayName"
        value={fields.displayName}
        onChange={(displayName) => change({ displayName })}
        autoComplete="name"
        autoFocus
      />
      <TextField
        label={t('accounts.address')}
        name="address"
        type="email"
        technical
        value={fields.address}
        onChange={(address) => change({ address })}
        onBlur={fillServer}
        error={problemOf('address')}
        autoComplete="email"
      />
      <TextField
        label={t('accounts.password')}
        name="password"
        type="password"
        technical
        value={fields.password}
        onChange={(password) => change({ password })}
        hint={t('accounts.passwordHint')}
        error={problemOf('password')}
        autoComplete="current-password"
      />
      <fieldset className={styles['server']}>
        <legend className={styles['legend']}>{t('accounts.serverDetails')}</legend>
        <div className={styles['pair']}>
          <TextField
            label={t('accounts.server')}
            name="host"
            technical
            inputMode="url"
            value={fields.host}
            onChange={(host) => change({ host })}
            hint={t('accounts.serverHint')}
            error={problemOf('host')}
          />
          <TextField
            label={t('accounts.port')}
            name="port"
            technical
            inputMode="numeric"
            value={fields.port}
            onChange={(port) => change({ port })}
            error={problemOf('port')}
          />
        </div>
        <SelectField
          label={t('accounts.security')}
          name="security"
          value={fields.security}
          onChange={(security) => change({ security, port: usualPort(security) })}
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
          onChange={(user) => change({ user })}
          placeholder={fields.address.trim()}
          hint={t('accounts.userHint')}
          autoComplete="username"
        />
      </fieldset>
      <OutgoingSection
        fields={outgoing}
        onChange={setOutgoing}
        guess={() => guessOutgoing(fields)}
        problems={attempted ? outgoingProblems : {}}
        usualUser={fields.user.trim() || fields.address.trim()}
        failure={check.isError ? mailErrorOf(check.error) : null}
      />
      {add.isError && !check.isError && <FailureNotice failure={mailErrorOf(add.error)} />}
      <div className={styles['actions']}>
        {onCancel && <Button onPress={onCancel}>{t('app.cancel')}</Button>}
        <Button type="submit" look="primary" isPending={add.isPending}>
          {add.isPending ? t('accounts.adding') : t('accounts.add')}
        </Button>
      </div>
    </Form>
  )
}
