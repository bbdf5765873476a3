import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, SmtpDraft } from '../../../shared/models/account.ts'
import { mailDomainSchema } from '../../../shared/models/mail-servers.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { portNumber } from './account-fields.ts'
import styles from './account-form.module.css'
import { KeychainWarning } from './keychain-warning.tsx'
import { LoginFailure } from './login-failure.tsx'
import {
  checkOutgoing,
  fieldsFound,
  fieldsOf,
  guessOutgoing,
  type OutgoingFields,
  toSmtpDraft,
} from './outgoing-fields.ts'
import { OutgoingFieldset } from './outgoing-fieldset.tsx'

interface OutgoingDialogProps {
  account: Account
  onClose(): void
}

/** Names the server that takes an account's mail to be sent, or takes it away. */
export function OutgoingDialog({ account, onClose }: OutgoingDialogProps): JSX.Element {
  const { t } = useTranslation()
  const known = useKnownServers(account)
  return (
    <Dialog title={t('outgoing.title', { address: isolate(account.address) })} isOpen onClose={onClose}>
      {known !== undefined && (
        <OutgoingForm
          account={account}
          initial={account.smtp ? fieldsOf(account.smtp) : (known ?? guessOutgoing(account))}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

/** From Curtain's own table, where the account is at one of its providers; undefined until it is looked up. */
function useKnownServers({ address, host }: Account): OutgoingFields | null | undefined {
  const engine = useEngine()
  const domain = mailDomainSchema.safeParse(address.split('@').at(-1)?.toLowerCase()).data
  const known = useQuery({
    queryKey: ['known-servers', domain],
    queryFn: () => (domain === undefined ? null : engine.call('account.knownServers', { domain })),
  })
  if (known.isPending) return undefined
  const { imap, smtp } = known.data ?? {}
  return smtp && imap?.host === host ? fieldsFound(smtp, address) : null
}

function OutgoingForm(props: OutgoingDialogProps & { initial: OutgoingFields }): JSX.Element {
  const { account, initial, onClose } = props
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const [fields, setFields] = useState(initial)
  const [attempted, setAttempted] = useState(false)
  const problems = attempted ? checkOutgoing(fields) : {}
  const save = useMutation({
    mutationFn: (smtp: SmtpDraft | null) => engine.call('account.saveSmtp', { accountId: account.id, smtp }),
    onSuccess: async () => {
      await queries.invalidateQueries(accountsQuery(engine))
      onClose()
    },
  })
  function submit(): void {
    setAttempted(true)
    if (Object.keys(checkOutgoing(fields)).length > 0 || save.isPending) return
    const draft = toSmtpDraft(fields, account.user)
    const isSame = draft.host === account.smtp?.host && draft.port === account.smtp.port
    save.mutate(isSame ? { ...draft, pin: account.smtp?.pin } : draft)
  }
  return (
    <Form className={styles['form']} onSubmit={submit}>
      <p>{t('outgoing.hint')}</p>
      {fields.ownPassword && <KeychainWarning />}
      <OutgoingFieldset
        fields={fields}
        onChange={(changed) => setFields((before) => ({ ...before, ...changed }))}
        problems={problems}
        usualUser={account.user}
        hasPassword={account.smtp?.ownPassword === true}
      />
      {save.isError && (
        <LoginFailure
          failure={mailErrorOf(save.error)}
          question={{ ...fields, port: portNumber(fields.port), protocol: 'smtp' }}
          onTrust={(pin) => save.mutate({ ...toSmtpDraft(fields, account.user), pin })}
        />
      )}
      <DialogActions>
        {account.smtp && (
          <Button look="danger" isDisabled={save.isPending} onPress={() => save.mutate(null)}>
            {t('outgoing.remove')}
          </Button>
        )}
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isPending={save.isPending}>
          {save.isPending ? t('outgoing.saving') : t('outgoing.save')}
        </Button>
      </DialogActions>
    </Form>
  )
}
