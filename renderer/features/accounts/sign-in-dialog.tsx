import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import type { OauthClient } from '../../../shared/models/sign-in.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import styles from './account-form.module.css'
import { ClientFields } from './client-fields.tsx'
import { KeychainWarning } from './keychain-warning.tsx'
import { LoginFailure } from './login-failure.tsx'
import { SignInWaiting } from './sign-in-waiting.tsx'
import { useSignIn } from './use-sign-in.ts'

interface SignInDialogProps {
  account: Account & { oauth: OauthClient }
  onClose(): void
}

/** Signs in again to an account that the browser lets in: its permission was taken back, or has run out. */
export function SignInDialog({ account, onClose }: SignInDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const signIn = useSignIn()
  const { provider } = account.oauth
  const [fields, setFields] = useState({ clientId: account.oauth.clientId, clientSecret: '' })
  const clientId = fields.clientId.trim()
  const renew = useMutation({
    mutationFn: async (trusted: string | null) => {
      const { smtp: _, ...settings } = account
      const oauth = { provider, clientId }
      const clientSecret = fields.clientSecret.trim() || null
      const granted = await signIn.run({ ...oauth, clientSecret, address: account.address })
      const pin = trusted ?? account.pin ?? null
      return engine.call('account.edit', { ...settings, pin, oauth, signIn: granted })
    },
    onSuccess: async () => {
      await queries.invalidateQueries(accountsQuery(engine))
      onClose()
    },
  })
  function submit(): void {
    if (clientId !== '' && !renew.isPending) renew.mutate(null)
  }
  return (
    <Dialog
      title={t('accountSetup.signInAgainTitle', { address: isolate(account.address) })}
      isOpen
      onClose={onClose}
    >
      <Form className={styles['form']} onSubmit={submit}>
        <KeychainWarning />
        <ClientFields
          provider={provider}
          fields={fields}
          onChange={(changed) => setFields((before) => ({ ...before, ...changed }))}
          error={clientId === '' ? t('accounts.invalid.clientId') : undefined}
        />
        <SignInWaiting signIn={signIn} />
        {renew.isError && (
          <LoginFailure
            failure={mailErrorOf(renew.error)}
            question={{ ...account, protocol: 'imap' }}
            onTrust={(fingerprint) => renew.mutate(fingerprint)}
          />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" isPending={renew.isPending}>
            {renew.isPending
              ? t('accounts.adding')
              : t('accountSetup.signIn', { provider: t(`accountSetup.providers.${provider}`) })}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
