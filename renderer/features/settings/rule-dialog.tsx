import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailFailure } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import {
  type TrustRule,
  type TrustRuleDraft,
  trustDecisionSchema,
  trustRuleDraftSchema,
  trustScopeSchema,
} from '../../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './rows.module.css'

interface RuleDialogProps {
  /** The one to change; null: a new one. */
  rule: TrustRule | null
  accounts: readonly Account[]
  isSaving: boolean
  failure: MailFailure | null
  onSave(draft: TrustRuleDraft): void
  onClose(): void
}

export function RuleDialog(props: RuleDialogProps): JSX.Element {
  const { rule, accounts, isSaving, failure, onSave, onClose } = props
  const { t } = useTranslation()
  const [draft, setDraft] = useState<TrustRuleDraft>(
    rule === null
      ? { scope: 'sender', identity: '', decision: 'load', accountId: null }
      : { ...rule, identity: readableIdentity(rule.identity) },
  )
  const [attempted, setAttempted] = useState(false)
  // What the engine refused stays wrong until it is changed.
  const [refused, setRefused] = useState<TrustRuleDraft | null>(null)
  const entered = trustRuleDraftSchema.safeParse(draft)
  const isRefused = failure?.code === 'bad-request' && refused === draft
  const { scope } = draft

  function submit(): void {
    setAttempted(true)
    if (!entered.success || isSaving) return
    setRefused(draft)
    onSave(entered.data)
  }

  return (
    <Dialog
      title={t(rule === null ? 'settings.rules.addTitle' : 'settings.rules.editTitle')}
      isOpen
      onClose={onClose}
    >
      <Form className={styles['form']} onSubmit={submit}>
        <SelectField
          label={t('settings.rules.about')}
          name="scope"
          value={scope}
          onChange={(changed) => setDraft({ ...draft, scope: changed })}
          options={trustScopeSchema.options.map((value) => ({
            value,
            label: t(`settings.rules.scopes.${value}`),
          }))}
        />
        <TextField
          label={t(`settings.rules.identities.${scope}`)}
          name="identity"
          technical
          inputMode={scope === 'sender' ? 'email' : 'url'}
          value={draft.identity}
          onChange={(identity) => setDraft({ ...draft, identity })}
          hint={t(`settings.rules.identityHints.${scope}`)}
          error={
            (attempted && !entered.success) || isRefused ? t(`settings.rules.invalid.${scope}`) : undefined
          }
          autoFocus
        />
        <SelectField
          label={t('settings.rules.outcome')}
          name="decision"
          value={draft.decision}
          onChange={(decision) => setDraft({ ...draft, decision })}
          options={trustDecisionSchema.options.map((value) => ({
            value,
            label: t(`settings.rules.outcomes.${value}`),
          }))}
        />
        {accounts.length > 1 && (
          <SelectField
            label={t('settings.rules.account')}
            name="account"
            value={String(draft.accountId)}
            onChange={(chosen) =>
              setDraft({
                ...draft,
                accountId: accounts.find(({ id }) => String(id) === chosen)?.id ?? null,
              })
            }
            options={[
              { value: 'null', label: t('settings.rules.allAccounts') },
              ...accounts.map(({ id, address }) => ({ value: String(id), label: address })),
            ]}
          />
        )}
        {failure !== null && failure.code !== 'bad-request' && <FailureNotice failure={failure} />}
        <DialogActions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" isPending={isSaving}>
            {t('settings.rules.save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
