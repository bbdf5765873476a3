import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineContract } from '../../../shared/contract.ts'
import type { Account } from '../../../shared/models/account.ts'
import { type Authserv, authservIdSchema } from '../../../shared/models/trust-rule.ts'
import type { InputOf } from '../../../shared/serve.ts'
import { useEngine } from '../../engine-client.ts'
import { authservQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { RadioChoice } from '../../ui/radio-choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './rows.module.css'

interface AuthservDialogProps {
  account: Account
  authserv: Authserv
  onClose(): void
}

type Choice = InputOf<EngineContract, 'privacy.saveAuthserv'>['choice']

const MOST_SEEN = 4

/** Chooses whose word counts: what Curtain learns, a server that was seen, another one, or nobody. */
export function AuthservDialog({ account, authserv, onClose }: AuthservDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const seen = authserv.seen.slice(0, MOST_SEEN)
  const [chosen, setChosen] = useState(() => choiceOf(authserv, seen))
  const [other, setOther] = useState(authserv.id ?? '')
  const [attempted, setAttempted] = useState(false)
  const entered = authservIdSchema.safeParse(other)
  const save = useMutation({
    mutationFn: (choice: Choice) => engine.call('privacy.saveAuthserv', { accountId: account.id, choice }),
    onSuccess: (saved) => {
      queries.setQueryData(authservQuery(engine, account.id).queryKey, saved)
      onClose()
    },
  })
  const isRefused = save.isError && mailErrorOf(save.error).code === 'bad-request'
  const isWrong = attempted && (!entered.success || other.trim() === '' || isRefused)

  function submit(): void {
    setAttempted(true)
    if (chosen === 'learn') save.mutate({ kind: 'learn' })
    else if (chosen === 'none') save.mutate({ kind: 'set', id: null })
    else if (chosen.startsWith('seen ')) save.mutate({ kind: 'set', id: chosen.slice('seen '.length) })
    else if (entered.success && other.trim() !== '') save.mutate({ kind: 'set', id: entered.data })
  }

  return (
    <Dialog
      title={t('settings.authserv.dialogTitle', { address: isolate(account.address) })}
      isOpen
      onClose={onClose}
    >
      <Form className={styles['form']} onSubmit={submit}>
        <p className={styles['what']}>{t('settings.authserv.dialogHint')}</p>
        <RadioChoice
          label={t('settings.authserv.title')}
          value={chosen}
          onChange={setChosen}
          options={[
            { value: 'learn', name: t('settings.authserv.learn'), what: t('settings.authserv.learnWhat') },
            ...seen.map(({ id, mails }) => ({
              value: `seen ${id}`,
              name: <bdi>{id}</bdi>,
              what: t('settings.authserv.seen', { mails, total: authserv.total }),
            })),
            { value: 'other', name: t('settings.authserv.other') },
            { value: 'none', name: t('settings.authserv.none'), what: t('settings.authserv.noneWhat') },
          ]}
        />
        {chosen === 'other' && (
          <TextField
            label={t('settings.authserv.otherLabel')}
            name="authserv"
            technical
            value={other}
            onChange={setOther}
            placeholder="mx.example.org"
            error={isWrong ? t('settings.authserv.invalid') : undefined}
          />
        )}
        {save.isError && !isRefused && <FailureNotice failure={mailErrorOf(save.error)} />}
        <DialogActions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {t('settings.authserv.save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function choiceOf({ id, setBy }: Authserv, seen: Authserv['seen']): string {
  if (setBy !== 'user') return 'learn'
  if (id === null) return 'none'
  return seen.some((one) => one.id === id) ? `seen ${id}` : 'other'
}
