import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type JSX, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useTranslation } from 'react-i18next'
import type { Account, SmtpDraft } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './account-form.module.css'
import { KeychainWarning } from './keychain-warning.tsx'
import { checkOutgoing, fieldsOf, guessOutgoing, toSmtpDraft } from './outgoing-fields.ts'
import { OutgoingFieldset } from './outgoing-fieldset.tsx'

/** Names the server that takes an account's mail to be sent, or takes it away. */
export function OutgoingDialog({ account, onClose }: { account: Account; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const [fields, setFields] = useState(() => (account.smtp ? fieldsOf(account.smtp) : guessOutgoing(account)))
  const [attempted, setAttempted] = useState(false)
  const problems = attempted ? checkOutgoing(fields) : {}
  const save = useMutation({
    mutationFn: (smtp: SmtpDraft | null) => engine.call('account.saveSmtp', { accountId: account.id, smtp }),
    onSuccess: async () => {
      await queries.invalidateQueries(accountsQuery(engine))
      onClose()
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    setAttempted(true)
    if (Object.keys(checkOutgoing(fields)).length > 0 || save.isPending) return
    save.mutate(toSmtpDraft(fields, account.user))
  }
  return (
    <Dialog title={t('outgoing.title', { address: isolate(account.address) })} isOpen onClose={onClose}>
      <Form className={styles['form'] ?? ''} onSubmit={submit}>
        <p>{t('outgoing.hint')}</p>
        {fields.ownPassword && <KeychainWarning />}
        <OutgoingFieldset
          fields={fields}
          onChange={(changed) => setFields((before) => ({ ...before, ...changed }))}
          problems={problems}
          usualUser={account.user}
          hasPassword={account.smtp?.ownPassword === true}
        />
        {save.isError && <FailureNotice failure={mailErrorOf(save.error)} />}
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
    </Dialog>
  )
}
