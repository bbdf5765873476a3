import { useMutation } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './account-form.module.css'
import { KeychainWarning } from './keychain-warning.tsx'

export function PasswordDialog({ account, onClose }: { account: Account; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [password, setPassword] = useState('')
  const [attempted, setAttempted] = useState(false)
  const save = useMutation({
    mutationFn: () => engine.call('account.setPassword', { accountId: account.id, password }),
    onSuccess: () => {
      onClose()
      // How it goes is shown by the account's status.
      engine.call('account.sync', { accountId: account.id }).catch(() => {})
    },
  })
  function submit(): void {
    setAttempted(true)
    if (password !== '' && !save.isPending) save.mutate()
  }
  return (
    <Dialog title={t('accounts.newPassword', { address: account.address })} isOpen onClose={onClose}>
      <Form className={styles['form']} onSubmit={submit}>
        <KeychainWarning />
        <TextField
          label={t('accounts.password')}
          name="password"
          type="password"
          technical
          value={password}
          onChange={setPassword}
          hint={t('accounts.passwordHint')}
          error={attempted && password === '' ? t('accounts.invalid.password') : undefined}
          autoComplete="current-password"
          autoFocus
        />
        {save.isError && <FailureNotice failure={mailErrorOf(save.error)} />}
        <DialogActions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {save.isPending ? t('accounts.saving') : t('accounts.save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
