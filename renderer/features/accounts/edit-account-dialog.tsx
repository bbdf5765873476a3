import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type AccountFields, checkFields, emptyFields, toDraft } from './account-fields.ts'
import styles from './account-form.module.css'
import { LoginFailure } from './login-failure.tsx'
import { ServerFieldset } from './server-fieldset.tsx'

interface EditAccountDialogProps {
  account: Account
  onClose(): void
}

/** Name, address and server of an account that is here; its mail stays. */
export function EditAccountDialog({ account, onClose }: EditAccountDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const [fields, setFields] = useState(() => fieldsOf(account))
  const [attempted, setAttempted] = useState(false)
  // What is stored is for its host: another one is shown a password only when it is typed anew.
  const keeps = fields.host.trim().toLowerCase() === account.host.toLowerCase()
  const check = () => checkFields({ ...fields, password: keeps ? 'kept' : fields.password })
  const problems = attempted ? check() : {}
  const save = useMutation({
    mutationFn: (trusted: string | null) => {
      const { password, ...draft } = toDraft(fields)
      const isSame = draft.host === account.host && draft.port === account.port
      const pin = trusted ?? (isSame ? (account.pin ?? null) : null)
      return engine.call('account.edit', { id: account.id, ...draft, pin, ...(password && { password }) })
    },
    onSuccess: async () => {
      await queries.invalidateQueries(accountsQuery(engine))
      onClose()
    },
  })
  const change = (changed: Partial<AccountFields>): void => setFields((before) => ({ ...before, ...changed }))
  function submit(): void {
    setAttempted(true)
    if (Object.keys(check()).length === 0 && !save.isPending) save.mutate(null)
  }
  return (
    <Dialog
      title={t('accountSetup.settingsTitle', { address: isolate(account.address) })}
      isOpen
      onClose={onClose}
    >
      <Form className={styles['form']} onSubmit={submit}>
        <p>{t('accountSetup.settingsHint')}</p>
        <TextField
          label={t('accounts.yourName')}
          name="displayName"
          value={fields.displayName}
          onChange={(displayName) => change({ displayName })}
          autoComplete="name"
        />
        <TextField
          label={t('accounts.address')}
          name="address"
          type="email"
          technical
          value={fields.address}
          onChange={(address) => change({ address })}
          error={problems.address && t(`accounts.invalid.${problems.address}`)}
        />
        {fields.way === 'password' && (
          <TextField
            label={t('accounts.password')}
            name="password"
            type="password"
            technical
            value={fields.password}
            onChange={(password) => change({ password })}
            {...(keeps && { hint: t('accountSetup.passwordKept') })}
            error={problems.password && t(`accounts.invalid.${problems.password}`)}
            autoComplete="off"
          />
        )}
        {fields.way === 'password' && (
          <ServerFieldset
            fields={fields}
            onChange={change}
            problems={problems}
            usualUser={fields.address.trim()}
          />
        )}
        {save.isError && (
          <LoginFailure
            failure={mailErrorOf(save.error)}
            question={{ ...toDraft(fields), protocol: 'imap' }}
            onTrust={(fingerprint) => save.mutate(fingerprint)}
          />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {save.isPending ? t('accounts.adding') : t('accountSetup.saveSettings')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function fieldsOf({ displayName, address, host, port, security, user, oauth }: Account): AccountFields {
  return {
    ...emptyFields,
    ...{ displayName, address, host, port: String(port), security, user },
    way: oauth?.provider ?? 'password',
    clientId: oauth?.clientId ?? '',
  }
}
